"use client";

import { KIND } from "@tallystick/sdk/instruments/links";
import { type Bid, type SignedBid, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { cancelBid } from "@tallystick/sdk/instruments/quotes";
import { isAddressEqual, zeroAddress } from "viem";
import { useMoney } from "@/components/amount";
import { When } from "@/components/when";
import { useChainNow } from "@/lib/use-chain-now";
import { CancelOffer } from "../cancel-offer";
import { HandOver } from "../hand-over";
import { useMarket } from "../market";
import { percentText } from "../offer-drafts";
import { useOfferLanguage } from "../offer-language";
import { useStreamWords } from "../stream-words";
import { useStanding } from "../use-kept";
import { usePercent, useWho } from "../words";

/** What a standing offer takes, at which terms, and how much of it is used. */
export function BidTermsWords(props: { bid: Bid; filled: bigint }) {
  const { t } = useOfferLanguage();
  const { bid, filled } = props;
  const money = useMoney(bid.token);
  const who = useWho();
  const percent = usePercent();
  const streams = useStreamWords();
  const now = useChainNow();
  const isDebtor = isAddressEqual(bid.buyer, bid.debtor);
  const isAny = (account: Bid["debtor"]) => isAddressEqual(account, zeroAddress);
  return (
    <div className="grid gap-1">
      <p>
        <strong>{who(bid.buyer)}</strong>
        {": "}
        {isDebtor
          ? t("quotes.paysEarly")
          : t("quotes.boardFor", { debtor: isAny(bid.debtor) ? t("quotes.anyDebtor") : who(bid.debtor) })}
        {bid.lot === 0n ? "" : `, ${t("quotes.boardLot")}`}
        {isAny(bid.seller) ? "" : `, ${t("quotes.boardFrom", { seller: who(bid.seller) })}`}
      </p>
      <p className="text-sm">
        {t(isDebtor ? "quotes.ownBidTerms" : "quotes.bidTerms", {
          rate: percent(bid.pricing.rateBps),
          fee: percent(bid.pricing.feeBps),
          days: t("quotes.days", { n: bid.maxDays }),
          way:
            bid.advanceBps === WHOLE_BPS
              ? t("quotes.cash")
              : t("quotes.advance", { percent: percentText(bid.advanceBps) }),
          recourse: t(bid.kind === KIND.withRecourse ? "quotes.sellerAnswers" : "quotes.buyersLoss"),
        })}
        {bid.evidence === 0 ? "" : ` ${t("quotes.wants", { streams: streams(bid.evidence) })}`}
      </p>
      <p className="text-sm text-muted">
        {t("quotes.used", { filled: money(filled), limit: money(bid.limit) })}, {t("quotes.ends")}{" "}
        <When at={bid.deadline} now={now} short />
      </p>
    </div>
  );
}

/** A standing offer in a list; its maker can withdraw it. */
export function BidCard(props: { bid: Bid; filled: bigint; isOwn: boolean }) {
  const { quotes } = useMarket();
  const { bid, filled, isOwn } = props;
  return (
    <li className="card flex flex-wrap items-start justify-between gap-4 p-4">
      <div className="min-w-0 flex-1">
        <BidTermsWords bid={bid} filled={filled} />
      </div>
      {isOwn ? <CancelOffer call={() => cancelBid(quotes, bid)} /> : null}
    </li>
  );
}

/** One that was signed here: known to whom the link is sent, until it is withdrawn. */
export function SignedBidCard(props: { signed: SignedBid }) {
  const { quotes } = useMarket();
  const { signed } = props;
  const standing = useStanding(signed);
  if (standing?.isCancelled) return null;
  return (
    <li className="card grid gap-4 p-4">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0 flex-1">
          <BidTermsWords bid={signed.bid} filled={standing?.filled ?? 0n} />
        </div>
        <CancelOffer call={() => cancelBid(quotes, signed.bid)} />
      </div>
      <HandOver offer={signed} />
    </li>
  );
}
