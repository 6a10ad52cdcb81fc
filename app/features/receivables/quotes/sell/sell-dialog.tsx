"use client";

import { KIND } from "@tallystick/sdk/instruments/links";
import { WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { useState } from "react";
import { useMoney } from "@/components/amount";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button, Notice } from "@/components/ui";
import { formatDate } from "@/lib/format";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { ApprovalChoice } from "../approval-choice";
import { type Claim, type KnownBid, proceedsOf } from "../comparison";
import type { SaleView } from "../market";
import { useOfferLanguage } from "../offer-language";
import { type ApprovalScope, useLotApproval } from "../use-approval";
import { useClaim } from "../use-lot";
import { useFaultWords, useWho } from "../words";

/** Sells a claim into an offer: in words, with the permission it needs, and never for less than is shown. */
export function SellDialog(props: { view: SaleView; claim: Claim; offer: KnownBid; onClose: () => void }) {
  const { t } = useOfferLanguage();
  const who = useWho();
  return (
    <Dialog open title={t("quotes.sellTitle", { who: who(props.offer.bid.buyer) })} onClose={props.onClose}>
      <Sell {...props} />
    </Dialog>
  );
}

function Sell(props: { view: SaleView; claim: Claim; offer: KnownBid; onClose: () => void }) {
  const { view, claim, offer } = props;
  const { lot } = view;
  const { t, locale } = useOfferLanguage();
  const money = useMoney(lot.token);
  const who = useWho();
  const words = useFaultWords();
  const now = useChainNow();
  const { run, busy, problem } = useActing();
  const [scope, setScope] = useState<ApprovalScope>("lot");
  const [isSold, setSold] = useState(false);
  const approval = useLotApproval(lot, claim.holder);
  const proved = useClaim(view);
  const proceeds = proved.data && proceedsOf(offer.bid, { ...proved.data, part: claim.part }, now);
  if (isSold) {
    return (
      <div className="grid gap-4">
        <Notice tone="good" role="status">
          {t("quotes.sold")}
        </Notice>
        <Button className="justify-self-end" onClick={props.onClose}>
          {t("common.close")}
        </Button>
      </div>
    );
  }
  if (!proved.data) return <QueryState query={proved} />;
  if (!proceeds) return <Notice tone="warn">{t("quotes.cantTake", { why: words("Quotes_BadPricing") })}</Notice>;
  const sell = () =>
    run(() => ({
      title: { key: "quotes.txSell", values: { who: who(offer.bid.buyer) } },
      calls: [...approval.calls(scope), view.sell(offer, { units: claim.part, minPrice: proceeds.atOnce })],
    }));
  return (
    <div className="grid gap-4">
      <p>
        {t(offer.bid.advanceBps === WHOLE_BPS ? "quotes.sellSale" : "quotes.sellAdvance", {
          worth: money(proceeds.worth),
          debtor: who(lot.debtor),
          due: formatDate(lot.dueBy, locale),
          atOnce: money(proceeds.atOnce),
          later: money(proceeds.later),
        })}
      </p>
      <p>{t(offer.bid.kind === KIND.withRecourse ? "quotes.riskKept" : "quotes.riskGone")}</p>
      <ApprovalChoice approval={approval} scope={scope} onChange={setScope} name="sell-approval" />
      <p className="text-sm text-muted">{t("quotes.atLeast", { amount: money(proceeds.atOnce) })}</p>
      <ProblemNotice problem={problem} />
      <div className="flex justify-end">
        <Button
          look="primary"
          busy={busy}
          disabled={approval.isThere === undefined}
          onClick={() => void sell().then((isDone) => isDone && setSold(true))}
        >
          {t("quotes.sell")}
        </Button>
      </div>
    </div>
  );
}
