"use client";

import type { SignedAsk, SignedBid } from "@tallystick/sdk/instruments/offers";
import { useEffect, useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { Amount } from "@/components/amount";
import { Button, Notice } from "@/components/ui";
import { When } from "@/components/when";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useChainNow } from "@/lib/use-chain-now";
import { BuyDialog } from "./buy/buy-dialog";
import type { SaleView } from "./market";
import { useOfferLanguage } from "./offer-language";
import { isAsk, offerIn } from "./offer-link";
import { priceOfAsk } from "./offers";
import { BidTermsWords } from "./standing/bid-card";
import { type SignedStanding, useKeeping, useOfferPlace, useStanding } from "./use-kept";
import { useLot } from "./use-lot";
import { useFaultWords, useWho } from "./words";

/** An offer that the page's address hands over: in words, and only as far as the chain bears it out. */
export function HandedOffer(props: { hash: string; account: Address | undefined }) {
  const { t } = useOfferLanguage();
  const offer = offerIn(useOfferPlace(), props.hash);
  if (offer === undefined) return <Notice tone="warn" role="alert" title={t("quotes.badOffer")} className="mb-6" />;
  return (
    <section aria-labelledby="handed" className="card mb-6 border-brand p-5 sm:p-6">
      <h2 id="handed" className="mb-3 text-xl">
        {t(isAsk(offer) ? "quotes.handedAsk" : "quotes.handedBid")}
      </h2>
      {isAsk(offer) ? <TakeAsk {...props} offer={offer} /> : <KeepBid {...props} offer={offer} />}
    </section>
  );
}

function TakeAsk(props: { offer: SignedAsk; account: Address | undefined }) {
  const { offer } = props;
  const { t } = useOfferLanguage();
  const standing = useStanding(offer);
  const found = useLot(offer.ask.lot);
  if (standing === undefined || found.data === undefined) return <p>{t("common.loading")}…</p>;
  if (!standing.isSigned) return <Notice tone="bad">{t("quotes.notSigned")}</Notice>;
  if (found.data === null) return <Notice tone="warn">{t("quotes.unknownLot")}</Notice>;
  return <Offered {...props} view={found.data} standing={standing} />;
}

function Offered(props: { offer: SignedAsk; account: Address | undefined; view: SaleView; standing: SignedStanding }) {
  const { offer, account } = props;
  const [isOpen, setOpen] = useState(false);
  // The dialog stays when it has been bought, though nobody can take the offer any more.
  return (
    <>
      <Outlook {...props} onBuy={() => setOpen(true)} />
      {isOpen && account ? <BuyDialog offer={offer} account={account} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** What is offered, and whether it can be taken. */
function Outlook(props: {
  offer: SignedAsk;
  account: Address | undefined;
  view: SaleView;
  standing: SignedStanding;
  onBuy: () => void;
}) {
  const { offer, account, view, standing, onBuy } = props;
  const { lot, listed: claim } = view;
  const { ask } = offer;
  const { t } = useOfferLanguage();
  const who = useWho();
  const words = useFaultWords();
  const now = useChainNow();
  if (claim === undefined) return <Notice tone="warn">{t("quotes.unknownLot")}</Notice>;
  if (account && isAddressEqual(account, ask.seller)) return <Notice>{t("quotes.ownAsk")}</Notice>;
  // Who is not connected yet may be whom the offer is for.
  const [fault] = claim.askFaults(ask, { now, standing, buyer: account ?? ask.buyer, version: lot.version });
  const price = priceOfAsk(ask, claim, now);
  if (fault || !price) {
    const why = words(fault ?? "Quotes_BadPricing", { who: who(ask.buyer) });
    return <Notice tone="warn">{t("quotes.cantTake", { why })}</Notice>;
  }
  return (
    <div className="grid gap-4">
      <p>
        {t("quotes.offersYou", { who: who(ask.seller), debtor: who(lot.debtor) })}{" "}
        <Amount value={price.worth} token={lot.token} className="font-semibold" /> {t("quotes.forPrice")}{" "}
        <Amount value={price.price} token={lot.token} className="font-semibold" />, {t("quotes.ends")}{" "}
        <When at={ask.deadline} now={now} />
      </p>
      {account ? (
        <div>
          <Button look="primary" onClick={onBuy}>
            {t("quotes.buy")}
          </Button>
        </div>
      ) : (
        <ConnectPrompt />
      )}
    </div>
  );
}

/** A bid that holds is kept in this browser, and stands among the others for each lot. */
function KeepBid(props: { offer: SignedBid; account: Address | undefined }) {
  const { offer, account } = props;
  const { bid } = offer;
  const { t } = useOfferLanguage();
  const keep = useKeeping();
  const words = useFaultWords();
  const now = useChainNow();
  const standing = useStanding(offer);
  const isGood = standing?.isSigned === true && !standing.isCancelled && bid.deadline >= now;
  // By what it says: what the hash is read into is another object each time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature tells it
  useEffect(() => {
    if (isGood) void keep(offer);
  }, [isGood, offer.signature, keep]);
  if (standing === undefined) return <p>{t("common.loading")}…</p>;
  if (!standing.isSigned) return <Notice tone="bad">{t("quotes.notSigned")}</Notice>;
  if (standing.isCancelled)
    return <Notice tone="warn">{t("quotes.cantTake", { why: words("Quotes_Cancelled") })}</Notice>;
  if (bid.deadline < now) return <Notice tone="warn">{t("quotes.cantTake", { why: words("Quotes_Expired") })}</Notice>;
  return (
    <div className="grid gap-3">
      <BidTermsWords bid={bid} filled={standing.filled} />
      {account && isAddressEqual(account, bid.buyer) ? null : <p>{t("quotes.handedBidHint")}</p>}
    </div>
  );
}
