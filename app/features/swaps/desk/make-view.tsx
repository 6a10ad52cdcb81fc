"use client";

import { lots } from "@tallystick/sdk/indexer/instruments";

import { assetKey } from "@tallystick/sdk/swaps/orderWire";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { AccountField } from "@/components/account-field";
import { SelectField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatDuration, formatRemaining } from "@/lib/format";
import { useSigning } from "@/lib/use-signing";
import { useAssetWords, useUnits } from "../shared/asset-words";
import { useChainTimes } from "../shared/chain-times";
import { useLotWords } from "../shared/lot-facts";
import { useBalances } from "../shared/use-balances";
import { chainIn, type SwapChain, useSwapChains } from "../shared/use-chains";
import { sidesOf } from "./balances";
import {
  answers,
  type DraftFault,
  type DraftSide,
  draftFaults,
  emptyDraft,
  lockTimeFor,
  type OrderDraft,
  orderOf,
  standings,
} from "./order-draft";
import { OwnOrders } from "./own-orders";
import type { Side } from "./quotes";
import { usePosting } from "./use-orders";

/** A lot that can be sold: whole, for money on the other chain. */
interface OwnLot {
  readonly side: Side;
  readonly units: bigint;
  readonly label: string;
}

/** An order of one's own: what one gives, what one wants for it, and one's orders so far. */
export function MakeView(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const [posted, setPosted] = useState(0);
  return (
    <div className="grid gap-8">
      <div className="grid gap-4">
        <p className="text-muted">{t("swaps.makeLead")}</p>
        {posted > 0 ? (
          <Notice tone="good" role="status">
            {t("swaps.posted")}
          </Notice>
        ) : null}
        <OrderForm key={posted} account={account} onPosted={() => setPosted((count) => count + 1)} />
      </div>
      <OwnOrders account={account} />
    </div>
  );
}

function OrderForm(props: { account: Address; onPosted: () => void }) {
  const { account } = props;
  const { t, locale } = useLanguage();
  const chains = useSwapChains();
  const [first, second] = chains;
  const [givesOn, setGivesOn] = useState(first?.network.chainId ?? 0);
  const [givesKey, setGivesKey] = useState("");
  const [wantsKey, setWantsKey] = useState("");
  const [draft, setDraft] = useState(emptyDraft);
  const [isTold, setTold] = useState(false);
  const [nonce] = useState(() => BigInt(Date.now()));
  const nowOn = useChainTimes();
  const post = usePosting();
  const { run, busy, problem } = useSigning();
  const from = chainIn(chains, givesOn) ?? first;
  const to = chains.find(({ network }) => network.chainId !== from?.network.chainId) ?? second;
  const ownLots = useOwnLots(from, account);
  const giveSides = from ? sidesOf(from) : [];
  const wantSides = to ? sidesOf(to) : [];
  const say = useAssetWords([...giveSides, ...wantSides]);
  const unitOf = useUnits([...giveSides, ...wantSides]);
  const lot = ownLots.find(({ side }) => assetKey(side) === givesKey);
  const gives = lot?.side ?? giveSides.find((side) => assetKey(side) === givesKey) ?? giveSides[0];
  const wants = wantSides.find((side) => assetKey(side) === wantsKey) ?? wantSides[1] ?? wantSides[0];
  const balanceOf = useBalances(gives && !lot ? [gives] : [], account);
  if (!from || !to || !gives || !wants) return null;
  const sideOf = (side: Side, { network, hashLock }: SwapChain): DraftSide => ({
    ...side,
    network,
    hashLock,
    decimals: unitOf(side)?.decimals,
  });
  const about = {
    maker: account,
    gives: sideOf(gives, from),
    wants: sideOf(wants, to),
    units: lot?.units,
    balance: balanceOf(gives),
    now: nowOn(wants.chainId),
    nonce,
  };
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
  return (
    <form
      aria-label={t("swaps.makeForm")}
      className="card grid gap-5 p-5"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t("swaps.givesOn")}
          value={from.network.chainId}
          options={chains.map(({ network }) => ({ value: network.chainId, label: network.name }))}
          onChange={(chainId) => {
            setGivesOn(chainId);
            setGivesKey("");
            setWantsKey("");
          }}
        />
        <SelectField
          label={t("swaps.youGive")}
          value={assetKey(gives)}
          options={[
            ...giveSides.map((side) => ({ value: assetKey(side), label: say.what(side) })),
            ...ownLots.map(({ side, label }) => ({ value: assetKey(side), label })),
          ]}
          onChange={setGivesKey}
          hint={lot ? t("swaps.lotWhole") : undefined}
        />
        {lot ? null : (
          <TextField
            label={`${t("swaps.giveAmount")} (${say.what(gives)})`}
            inputMode="decimal"
            value={draft.give}
            error={fault("giveAmount", "balance")}
            onChange={(event) => change({ give: event.target.value })}
          />
        )}
      </div>
      <div className="grid gap-4 border-t border-line pt-5 sm:grid-cols-2">
        <SelectField
          label={`${t("swaps.youWant")} (${to.network.name})`}
          value={assetKey(wants)}
          options={wantSides.map((side) => ({ value: assetKey(side), label: say.what(side) }))}
          onChange={setWantsKey}
        />
        <TextField
          label={`${t("swaps.wantAmount")} (${say.what(wants)})`}
          inputMode="decimal"
          value={draft.want}
          error={fault("wantAmount")}
          onChange={(event) => change({ want: event.target.value })}
        />
        {lot ? null : (
          <TextField
            label={`${t("swaps.minimum")} (${say.what(wants)})`}
            hint={t("swaps.minimumHint")}
            inputMode="decimal"
            value={draft.minimum}
            error={fault("minimum")}
            onChange={(event) => change({ minimum: event.target.value })}
          />
        )}
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
      <ProblemNotice problem={problem} />
      <Button type="submit" look="primary" busy={busy} className="justify-self-start">
        {t("swaps.signAndPost")}
      </Button>
    </form>
  );
}

/** Lots of an account that may be sold, with what is open on each; none where the indexer does not answer. */
function useOwnLots(chain: SwapChain | undefined, account: Address): readonly OwnLot[] {
  const { chainId = 0, indexer = "", deployment } = chain?.network ?? {};
  const { data } = useQuery({
    queryKey: ["swaps-own-lots", chainId, account],
    enabled: chain !== undefined,
    refetchInterval: 15_000,
    queryFn: async () =>
      (await lots({ indexer }, chainId, { holder: account, now: Math.floor(Date.now() / 1_000) }, { limit: 100 }))
        .items,
  });
  const token = deployment?.lots;
  const words = useLotWords(chainId, data ?? []);
  if (!data || !token) return [];
  return data.map((lot) => ({
    side: { chainId, asset: { kind: "erc6909", token, tokenId: lot.id } as const },
    units: BigInt(lot.units),
    label: words(lot),
  }));
}
