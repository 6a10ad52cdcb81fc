"use client";

import { KIND } from "@tallystick/sdk/instruments/links";
import type { SignedAsk } from "@tallystick/sdk/instruments/offers";
import { approve } from "@tallystick/sdk/market/buying";
import { useState } from "react";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button, Notice } from "@/components/ui";
import { formatDate } from "@/lib/format";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { usePurse } from "@/lib/use-purse";
import { DialogDone } from "../dialog-parts";
import { type SaleLot, type SaleView, useMarket } from "../market";
import { useOfferLanguage } from "../offer-language";
import { priceOfAsk } from "../offers";
import type { SaleClaim } from "../sale-claim";
import { useStreamWords } from "../stream-words";
import { useClaim, useLot } from "../use-lot";
import { useFaultWords, usePercent, useWho } from "../words";

interface Props {
  readonly offer: SignedAsk;
  readonly account: Address;
  readonly onClose: () => void;
}

/** Buys what somebody offers: in words, with the allowance it needs, and never for more than is shown. */
export function BuyDialog(props: Props) {
  const { t } = useOfferLanguage();
  const who = useWho();
  const found = useLot(props.offer.ask.lot);
  const title = t("quotes.buyTitle", { who: found.data ? who(found.data.lot.debtor) : "…" });
  return (
    <Dialog open title={title} onClose={props.onClose}>
      <QueryState query={found} />
      {found.data ? <Proved {...props} view={found.data} /> : null}
      {found.data === null ? <Notice tone="warn">{t("quotes.unknownLot")}</Notice> : null}
    </Dialog>
  );
}

/** What is paid is reckoned by what the chain says of the claim. */
function Proved(props: Props & { view: SaleView }) {
  const found = useClaim(props.view);
  return found.data ? <Buy {...props} claim={found.data} /> : <QueryState query={found} />;
}

function Buy(props: Props & { view: SaleView; claim: SaleClaim }) {
  const { offer, account, view, claim } = props;
  const { ask } = offer;
  const { lot } = view;
  const { t, locale } = useOfferLanguage();
  const { quotes } = useMarket();
  const money = useMoney(lot.token);
  const who = useWho();
  const percent = usePercent();
  const words = useFaultWords();
  const { run, busy, problem } = useActing();
  const [isBought, setBought] = useState(false);
  const purse = usePurse(lot.token, account, quotes);
  const now = useChainNow();
  const price = priceOfAsk(ask, claim, now);
  if (isBought) return <DialogDone onClose={props.onClose}>{t("quotes.bought")}</DialogDone>;
  const standing = { filled: 0n, isCancelled: false };
  const [fault] = claim.askFaults(ask, { now, standing, buyer: account, version: lot.version });
  if (fault || !price) {
    const why = words(fault ?? "Quotes_BadPricing", { who: who(ask.buyer) });
    return <Notice tone="warn">{t("quotes.cantTake", { why })}</Notice>;
  }
  const needsAllowance = purse !== undefined && purse.allowance < price.price;
  const isPoor = purse !== undefined && purse.balance < price.price;
  const bounds = { maxPrice: price.price, minWorth: price.worth, latestDue: claim.dueAt };
  const buy = () =>
    run(() => ({
      title: { key: "quotes.txBuy", values: { who: who(ask.seller) } },
      calls: [...(needsAllowance ? [approve(lot.token, quotes, price.price)] : []), view.buy(offer, bounds)],
    }));
  return (
    <div className="grid gap-4">
      <p>
        {t("quotes.buySale", {
          price: money(price.price),
          seller: who(ask.seller),
          debtor: who(lot.debtor),
          worth: money(price.worth),
          due: formatDate(claim.dueAt, locale),
        })}{" "}
        {price.yieldBps === undefined ? null : t("quotes.yieldIs", { percent: percent(price.yieldBps) })}
      </p>
      <p>{t(ask.kind === KIND.withRecourse ? "quotes.buyRisk_with" : "quotes.buyRisk_without")}</p>
      <Attested lot={lot} />
      {purse ? (
        <p className="text-sm text-muted">
          {needsAllowance ? t("quotes.allowanceNeeded", { amount: money(price.price) }) : t("quotes.allowanceThere")}
        </p>
      ) : null}
      <p className="text-sm text-muted">
        {t("quotes.atMost", { price: money(price.price), worth: money(price.worth) })}
      </p>
      {isPoor ? (
        <Notice tone="warn" role="alert">
          {t("quotes.poor", { balance: money(purse.balance) })}
        </Notice>
      ) : null}
      <ProblemNotice problem={problem} />
      <div className="flex justify-end">
        <Button
          look="primary"
          busy={busy}
          disabled={purse === undefined || isPoor}
          onClick={() => void buy().then((isDone) => isDone && setBought(true))}
        >
          {t("quotes.buy")}
        </Button>
      </div>
    </div>
  );
}

/** What is attested of a receivable; nobody attests anything of a bill, which stands by itself. */
function Attested({ lot: { streams } }: { lot: SaleLot }) {
  const { t } = useOfferLanguage();
  const { family } = useMarket();
  const say = useStreamWords();
  if (family === "bills") return null;
  return <p>{streams === 0 ? t("quotes.noEvidenceYet") : t("quotes.evidenceIs", { streams: say(streams) })}</p>;
}
