"use client";

import { type ReactNode, useState } from "react";
import type { Address } from "viem";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Empty, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { parseAmount } from "@/lib/format";
import type { Go } from "@/lib/use-in-address";
import { useAssetWords, useUnits } from "../shared/asset-words";
import { useChainTimes } from "../shared/chain-times";
import { chainIn, useSwapChains } from "../shared/use-chains";
import { OrderCard } from "./order-card";
import { deepAtOf, type OpenOrder, type Pair, pairKey, pairsOf, quotesOf } from "./quotes";
import { TakeDialog } from "./take-dialog";
import { useOrders } from "./use-orders";

/** Orders to take: what for what, how much, and what each order gives for it. */
export function TakeView(props: { account: Address | undefined; parameters: URLSearchParams; go: Go }) {
  const { account, parameters, go } = props;
  const { t } = useLanguage();
  const chains = useSwapChains();
  const found = useOrders();
  const orders = (found.data ?? []).filter(
    ({ signed: { order } }) => chainIn(chains, order.wants.chainId) && chainIn(chains, order.gives.chainId),
  );
  const pairs = pairsOf(orders);
  const pair = pairs.find((each) => pairKey(each) === parameters.get("pair")) ?? pairs[0];
  return (
    <section aria-labelledby="orders">
      <h2 id="orders" className="mb-4 text-xl">
        {t("swaps.orders")}
      </h2>
      <QueryState query={found} />
      {found.data && !pair ? (
        <Empty title={t("swaps.noOrders")}>
          <p>{t("swaps.noOrdersHint")}</p>
        </Empty>
      ) : null}
      {pair ? (
        <PairOrders
          key={pairKey(pair)}
          orders={orders}
          pair={pair}
          account={account}
          choice={<PairField pairs={pairs} pair={pair} onChange={(key) => go({ pair: key })} />}
        />
      ) : null}
    </section>
  );
}

/** What can be had for what. */
function PairField(props: { pairs: readonly Pair[]; pair: Pair; onChange: (key: string) => void }) {
  const { t } = useLanguage();
  const chains = useSwapChains();
  const { pairs, pair, onChange } = props;
  const say = useAssetWords(pairs.flatMap(({ gives, gets }) => [gives, gets]));
  const name = (side: Pair["gives"]) => {
    const chain = chainIn(chains, side.chainId)?.network.name ?? String(side.chainId);
    return t("swaps.onChain", { what: say.what(side), chain });
  };
  return (
    <SelectField
      label={t("swaps.pair")}
      value={pairKey(pair)}
      options={pairs.map((each) => ({
        value: pairKey(each),
        label: t("swaps.pairOption", { gives: name(each.gives), gets: name(each.gets) }),
      }))}
      onChange={onChange}
    />
  );
}

/** What the orders of a pair give for an amount. */
function PairOrders(props: {
  orders: readonly OpenOrder[];
  pair: Pair;
  account: Address | undefined;
  choice: ReactNode;
}) {
  const { orders, pair, account } = props;
  const { t } = useLanguage();
  const networks = useSwapChains().map(({ network }) => network);
  const nowOn = useChainTimes();
  const unit = useUnits([pair.gives])(pair.gives);
  const [text, setText] = useState("");
  const [taken, setTaken] = useState<string>();
  const typed = unit ? parseAmount(text, unit.decimals) : undefined;
  const amount = typed === 0n ? undefined : typed;
  const quotes = quotesOf(orders, { pair, amount, account, deepAt: (order) => deepAtOf(order, nowOn, networks) });
  const isNone = quotes.every(({ faults }) => faults.length > 0);
  const chosen = quotes.find(({ open }) => open.hash === taken);
  return (
    <div className="grid gap-4">
      <div className="card grid gap-4 p-5">
        {props.choice}
        {unit && pair.gets.asset.kind !== "erc721" ? (
          <TextField
            label={`${t("swaps.youGive")} (${unit.symbol})`}
            hint={t("swaps.amountHint")}
            inputMode="decimal"
            value={text}
            error={text !== "" && amount === undefined ? t("common.badAmount", { decimals: unit.decimals }) : undefined}
            onChange={(event) => setText(event.target.value)}
          />
        ) : null}
      </div>
      {isNone && amount !== undefined ? <p role="status">{t("swaps.noneFits")}</p> : null}
      <ul className="grid gap-3">
        {quotes.map((quote, i) => (
          <OrderCard
            key={quote.open.hash}
            quote={quote}
            isBest={i === 0 && quote.faults.length === 0 && quotes.length > 1}
            onTake={() => setTaken(quote.open.hash)}
          />
        ))}
      </ul>
      {chosen ? <TakeDialog quote={chosen} account={account} onClose={() => setTaken(undefined)} /> : null}
    </div>
  );
}
