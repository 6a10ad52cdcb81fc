"use client";

import { KIND } from "@tallystick/sdk/instruments/links";
import { WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { useState } from "react";
import { useMoney } from "@/components/amount";
import { Dialog } from "@/components/dialog";
import { QueryState } from "@/components/query-state";
import { Notice } from "@/components/ui";
import { formatDate } from "@/lib/format";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { type Claim, type KnownBid, proceedsOf } from "../comparison";
import { DialogDone, GiveLot } from "../dialog-parts";
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
  if (isSold) return <DialogDone onClose={props.onClose}>{t("quotes.sold")}</DialogDone>;
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
      <GiveLot
        {...{ approval, scope, busy, problem }}
        onScope={setScope}
        name="sell-approval"
        atLeast={money(proceeds.atOnce)}
        label={t("quotes.sell")}
        onGive={() => void sell().then((isDone) => isDone && setSold(true))}
      />
    </div>
  );
}
