"use client";

import { useNameOf } from "@/components/account-field";
import { Badge, Button } from "@/components/ui";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useAssetWords, useIsKnown } from "../shared/asset-words";
import { useChainTimes } from "../shared/chain-times";
import { useDurationWords } from "../shared/durations";
import { chainIn, useSwapChains } from "../shared/use-chains";
import { limitsOf, pairOf, type Quote, type QuoteFault } from "./quotes";
import { secondsOf } from "./take-plan";

/** What an order gives for what is asked, and the way to take it or why not. */
export function OrderCard(props: { quote: Quote; isBest: boolean; onTake: () => void }) {
  const { t } = useLanguage();
  const { open, brings, gets, faults } = props.quote;
  const { order } = open.signed;
  const { gives: give, gets: get } = pairOf(order);
  const say = useAssetWords([give, get]);
  const isKnown = useIsKnown();
  const strange = [give, get].filter((side) => !isKnown(side));
  const nameOf = useNameOf();
  const chains = useSwapChains();
  const nowOn = useChainTimes();
  const duration = useDurationWords();
  const [from, to] = [chainIn(chains, give.chainId), chainIn(chains, get.chainId)];
  const { least, most } = limitsOf(open);
  const limits = { least: say(give, least), most: say(give, most) };
  const whyNot = (fault: QuoteFault) => t(`swaps.fault_${fault}`, limits);
  if (!from || !to) return null;
  return (
    <li className="card flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2 text-lg font-semibold tabular-nums">
          {t("swaps.rate", { gets: say(get, gets), gives: say(give, brings) })}
          {props.isBest ? <Badge tone="brand">{t("swaps.best")}</Badge> : null}
        </p>
        <p className="text-sm text-muted">
          {t("swaps.fromTo", { from: from.network.name, to: to.network.name })}
          {" · "}
          {least === most ? t("swaps.wholeOnly", limits) : t("swaps.limits", limits)}
        </p>
        <p className="text-sm text-muted">
          {t("swaps.offeredBy", { account: nameOf(order.maker) ?? shortAddress(order.maker) })}
          {" · "}
          {duration(secondsOf(from.network, to.network))}
          {" · "}
          {t("swaps.standsUntil")} <When at={Number(order.deadline)} now={nowOn(give.chainId)} short />
        </p>
        {strange.length > 0 ? <p className="text-sm text-wood-ink">{t("swaps.strange")}</p> : null}
        {faults[0] ? <p className="text-sm text-wood-ink">{t("swaps.cantTake", { why: whyNot(faults[0]) })}</p> : null}
      </div>
      <Button look="primary" disabled={faults.length > 0} onClick={props.onTake}>
        {t("swaps.take")}
        <span className="sr-only"> {t("swaps.rate", { gets: say(get, gets), gives: say(give, brings) })}</span>
      </Button>
    </li>
  );
}
