"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Dialog } from "@/components/dialog";
import { SelectField } from "@/components/fields";
import { Facts } from "@/components/ui";
import { When } from "@/components/when";
import { ConnectDialog } from "@/features/wallet/connect-dialog";
import { useLanguage } from "@/i18n/context";
import { formatRemaining } from "@/lib/format";
import { useAssetWords } from "../shared/asset-words";
import { useChainTimes } from "../shared/chain-times";
import { useDurationWords } from "../shared/durations";
import { useFees } from "../shared/fees";
import { LockWay } from "../shared/lock-way";
import { LotFacts } from "../shared/lot-facts";
import { swapPath } from "../shared/paths";
import { chainIn, type SwapChain, useSwapChains } from "../shared/use-chains";
import { useIsRelayed } from "../shared/use-ending";
import { useWays, type Way } from "../shared/use-locking";
import { pairOf, type Quote } from "./quotes";
import { TakeNotices, useTakeChecks } from "./take-checks";
import { type Patience, patiences, secondsOf, takePlanOf } from "./take-plan";
import { TakeStart } from "./take-start";
import { useTake } from "./use-take";

interface Props {
  readonly quote: Quote;
  readonly account: Address | undefined;
  readonly onClose: () => void;
}

/** Everything about a swap before it is begun, and its beginning. */
export function TakeDialog(props: Props) {
  const { t } = useLanguage();
  const { quote, account, onClose } = props;
  const { gives, gets } = pairOf(quote.open.signed.order);
  const say = useAssetWords([gives, gets]);
  const chains = useSwapChains();
  const [from, to] = [chainIn(chains, gives.chainId), chainIn(chains, gets.chainId)];
  if (!account) return <ConnectDialog open onClose={onClose} />;
  const title = t("swaps.confirmTake", { gives: say(gives, quote.brings), gets: say(gets, quote.gets) });
  return (
    <Dialog open title={title} onClose={onClose}>
      {from && to ? <TakeForm key={account} {...{ quote, account, from, to }} /> : null}
    </Dialog>
  );
}

function TakeForm(props: { quote: Quote; account: Address; from: SwapChain; to: SwapChain }) {
  const { t, locale } = useLanguage();
  const router = useRouter();
  const { quote, account, from, to } = props;
  const { signed } = quote.open;
  const { order } = signed;
  const { gives, gets } = pairOf(order);
  const say = useAssetWords([gives, gets]);
  const nameOf = useNameOf();
  const duration = useDurationWords();
  const now = useChainTimes()(gives.chainId);
  const fees = useFees(from, to, order);
  const [patience, setPatience] = useState<Patience>(patiences[1]);
  const plan = takePlanOf(order, patience, now, { a: from.network, b: to.network });
  const { ways, usual } = useWays(from, gives.asset, account);
  const [chosen, setChosen] = useState<Way>();
  const way = chosen ?? usual;
  const checks = useTakeChecks({ quote, account, from, to, way });
  const isRelayed = useIsRelayed();
  const { take, busy, problem } = useTake(account, signed);
  const go = async () => {
    if (!way) return;
    const id = await take({ brings: quote.brings, from, timelock: plan.timelock, way });
    if (id) router.push(swapPath(id));
  };
  return (
    <div className="grid gap-4">
      <Facts
        rows={[
          [t("swaps.youGive"), t("swaps.onChain", { what: say(gives, quote.brings), chain: from.network.name })],
          [t("swaps.youGet"), t("swaps.onChain", { what: say(gets, quote.gets), chain: to.network.name })],
          [t("swaps.otherSide"), <AddressText key="maker" address={order.maker} label={nameOf(order.maker)} />],
          [t("swaps.takesAbout"), duration(secondsOf(from.network, to.network))],
          [t("swaps.worst"), <When key="worst" at={plan.timelock} now={now} />],
          [t("swaps.fees"), fees ? t(isRelayed(gets) ? "swaps.feesWords" : "swaps.feesByHand", fees) : "…"],
        ]}
      />
      <LotFacts {...gets} />
      <LotFacts {...gives} />
      <p className="text-sm text-muted">{t("swaps.worstHint")}</p>
      <TakeNotices {...{ quote, from, to, checks }} />
      <SelectField
        label={t("swaps.patience")}
        hint={t("swaps.patienceHint")}
        value={patience}
        options={patiences.map((value) => ({ value, label: formatRemaining(value, locale) }))}
        onChange={setPatience}
      />
      <LockWay ways={ways} way={way} onChange={setChosen} name="take-way" />
      <TakeStart
        {...{ account, busy, problem }}
        chain={from.network.name}
        disabled={!way || !checks.isClear}
        onGo={() => void go()}
      />
    </div>
  );
}
