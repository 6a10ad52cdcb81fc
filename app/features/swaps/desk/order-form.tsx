"use client";

import { useState } from "react";
import type { Address } from "viem";
import { AccountField } from "@/components/account-field";
import { SelectField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatDuration, formatRemaining } from "@/lib/format";
import { useSigning } from "@/lib/use-signing";
import { AccountWarning } from "../shared/account-warning";
import { useUnits } from "../shared/asset-words";
import { useChainTimes } from "../shared/chain-times";
import { useAccountKind } from "../shared/use-account-kind";
import { useBalances } from "../shared/use-balances";
import type { SwapChain } from "../shared/use-chains";
import {
  answers,
  type DraftAbout,
  type DraftFault,
  type DraftSide,
  draftFaults,
  emptyDraft,
  isDivisible,
  lockTimeFor,
  type OrderDraft,
  orderOf,
  standings,
} from "./order-draft";
import type { Side } from "./quotes";
import { AmountField, SideFields } from "./side-fields";
import { useOrderSides } from "./use-order-sides";
import { usePosting } from "./use-orders";

type Sides = ReturnType<typeof useOrderSides>;

/** Says what is given and wanted, and posts it as an order. */
export function OrderForm(props: { account: Address; onPosted: () => void }) {
  const sides = useOrderSides(props.account);
  const { from, to, give, want } = sides;
  if (!from || !to || !give.side || !want.side) return null;
  return <Form {...props} sides={sides} from={from} to={to} gives={give.side} wants={want.side} />;
}

/** What an order is made from, besides what is typed. */
function useAbout(props: { account: Address; sides: Sides; from: SwapChain; to: SwapChain; gives: Side; wants: Side }) {
  const { account, sides, from, to, gives, wants } = props;
  const [nonce] = useState(() => BigInt(Date.now()));
  const unitOf = useUnits([gives, wants]);
  const nowOn = useChainTimes();
  const { give, want } = sides;
  const isMoney = !give.item && give.units === undefined;
  const balanceOf = useBalances(isMoney ? [gives] : [], account);
  const sideOf = (side: Side, { network, hashLock }: SwapChain): DraftSide => ({
    ...side,
    network,
    hashLock,
    decimals: unitOf(side)?.decimals,
  });
  const about: DraftAbout = {
    maker: account,
    gives: sideOf(gives, from),
    wants: sideOf(wants, to),
    units: give.units,
    giveItem: give.item?.state,
    wantItem: want.item?.state,
    balance: balanceOf(gives),
    now: nowOn(wants.chainId),
    nonce,
  };
  return { about, isMoney };
}

function Form(props: {
  account: Address;
  onPosted: () => void;
  sides: Sides;
  from: SwapChain;
  to: SwapChain;
  gives: Side;
  wants: Side;
}) {
  const { t, locale } = useLanguage();
  const { account, sides, from, to, gives, wants } = props;
  const [draft, setDraft] = useState(emptyDraft);
  const [isTold, setTold] = useState(false);
  const kind = useAccountKind(account, [from, to]);
  const post = usePosting();
  const { run, busy, problem } = useSigning();
  const { about, isMoney } = useAbout(props);
  const faults = draftFaults(draft, about);
  const fault = (...names: DraftFault[]) => {
    const found = faults.find((each) => names.includes(each));
    return isTold && found ? t(`swaps.needs_${found}`) : undefined;
  };
  const change = (part: Partial<OrderDraft>) => setDraft((old) => ({ ...old, ...part }));
  const make = async () => {
    setTold(true);
    const order = orderOf(draft, about);
    if (!order) return;
    await run(async () => {
      await post(order);
      props.onPosted();
    });
  };
  const [here, there] = [from.network.name, to.network.name];
  return (
    <form
      aria-label={t("swaps.makeForm")}
      className="card grid grid-cols-1 gap-5 p-5"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <SelectField
          label={t("swaps.givesOn")}
          value={from.network.chainId}
          options={sides.chains.map(({ network }) => ({ value: network.chainId, label: network.name }))}
          onChange={sides.giveOn}
        />
        <SideFields
          choice={sides.give}
          label={t("swaps.youGive")}
          error={fault("lot")}
          {...{ chain: here, other: there, isTold }}
        />
        {isMoney ? (
          <AmountField
            words="swaps.giveAmount"
            side={gives}
            value={draft.give}
            error={fault("giveAmount", "balance")}
            onChange={(value) => change({ give: value })}
          />
        ) : null}
      </div>
      <div className="grid grid-cols-1 items-start gap-4 border-t border-line pt-5 sm:grid-cols-2">
        <SideFields
          choice={sides.want}
          label={`${t("swaps.youWant")} (${there})`}
          error={undefined}
          {...{ chain: there, other: here, isTold }}
        />
        {sides.want.item ? null : (
          <AmountField
            words="swaps.wantAmount"
            side={wants}
            value={draft.want}
            error={fault("wantAmount")}
            onChange={(value) => change({ want: value })}
          />
        )}
        {isDivisible({ gives, wants }) ? (
          <AmountField
            words="swaps.minimum"
            hint={t("swaps.minimumHint")}
            side={wants}
            value={draft.minimum}
            error={fault("minimum")}
            onChange={(value) => change({ minimum: value })}
          />
        ) : null}
        <AccountField
          label={`${t("swaps.onlyFor")} (${t("common.optional")})`}
          hint={t("swaps.onlyForHint")}
          value={draft.taker}
          error={fault("taker")}
          onChange={(taker) => change({ taker })}
        />
        <SelectField
          label={t("swaps.stands")}
          value={draft.stands}
          options={standings.map((value) => ({ value, label: formatRemaining(value, locale) }))}
          onChange={(stands) => change({ stands })}
        />
        <SelectField
          label={t("swaps.answerWithin")}
          hint={t("swaps.mustBeHere")}
          value={draft.answer}
          options={answers.map((value) => ({ value, label: formatRemaining(value, locale) }))}
          onChange={(answer) => change({ answer })}
        />
      </div>
      <p className="text-sm text-muted">
        {t("swaps.yourPart", { lock: formatDuration(lockTimeFor(about, draft.answer), locale) })}
      </p>
      <AccountWarning kind={kind} chain={here} other={there} />
      <ProblemNotice problem={problem} />
      <Button type="submit" look="primary" busy={busy} disabled={kind === "half"} className="justify-self-start">
        {t("swaps.signAndPost")}
      </Button>
    </form>
  );
}
