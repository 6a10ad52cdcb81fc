"use client";

import { salesOf, termsOfOffer } from "@tallystick/sdk/indexer/market";
import type { IndexedSale } from "@tallystick/sdk/indexer/tables";
import { collectable } from "@tallystick/sdk/market/offers";
import { collect, multicall } from "@tallystick/sdk/market/selling";
import type { Terms } from "@tallystick/sdk/market/terms";
import { useQuery } from "@tanstack/react-query";
import { type Address, zeroAddress } from "viem";
import { Amount } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

interface Due {
  readonly terms: Terms;
  readonly feeBps: number;
  readonly amount: bigint;
}

interface Sums {
  readonly token: Address;
  readonly sold: number;
  readonly paid: bigint;
  readonly givenBack: bigint;
  readonly collected: bigint;
  readonly due: readonly Due[];
}

/** Offers collected in one transaction at most. */
const atOnce = 50;

/** Sums of a seller's offers a token. */
function sumsOf(sales: readonly IndexedSale[], due: ReadonlyMap<string, Due>): readonly Sums[] {
  const sums = new Map<Address, Sums>();
  for (const sale of sales) {
    if (sale.token === zeroAddress) continue;
    const before = sums.get(sale.token);
    const own = due.get(sale.id);
    sums.set(sale.token, {
      token: sale.token,
      sold: (before?.sold ?? 0) + sale.sold,
      paid: (before?.paid ?? 0n) + sale.paid,
      givenBack: (before?.givenBack ?? 0n) + sale.givenBack,
      collected: (before?.collected ?? 0n) + sale.collected,
      due: [...(before?.due ?? []), ...(own ? [own] : [])],
    });
  }
  return [...sums.values()];
}

/** What an account's offers have brought in, and what of it can be fetched now: the sums are the indexer's, what is due the chain's. */
export function Revenue(props: { account: Address }) {
  const { t } = useLanguage();
  const reader = useReader();
  const indexer = useIndexer();
  const { chainId } = reader.network;
  const revenue = useQuery({
    queryKey: ["revenue", chainId, props.account],
    refetchInterval: 15_000,
    queryFn: async () => {
      const { items } = await salesOf(indexer, chainId, props.account, { limit: 1_000 });
      const open = items.filter(({ paid, givenBack, collected }) => paid - givenBack - collected > 0n);
      const found = await Promise.all(
        open.slice(0, 200).map(async (sale): Promise<[string, Due]> => {
          const terms = termsOfOffer(sale);
          return [sale.id, { terms, feeBps: sale.feeBps, amount: await collectable(reader, terms) }];
        }),
      );
      return sumsOf(items, new Map(found.filter(([, { amount }]) => amount > 0n)));
    },
  });
  return (
    <section aria-labelledby="revenue">
      <h2 id="revenue" className="mb-4 text-2xl">
        {t("myData.revenue")}
      </h2>
      <QueryState query={revenue} />
      {revenue.data?.length === 0 ? <p className="text-muted">{t("myData.noRevenue")}</p> : null}
      <ul className="grid gap-4 md:grid-cols-2">
        {revenue.data?.map((sums) => (
          <TokenRevenue key={sums.token} sums={sums} account={props.account} />
        ))}
      </ul>
    </section>
  );
}

function TokenRevenue(props: { sums: Sums; account: Address }) {
  const { t } = useLanguage();
  const { sums, account } = props;
  const { market } = useContracts();
  const { run, busy, problem } = useActing();
  const due = sums.due.reduce((sum, { amount, feeBps }) => sum + amount - (amount * BigInt(feeBps)) / 10_000n, 0n);
  const collectAll = () =>
    run(() => {
      const calls = sums.due.slice(0, atOnce).map(({ terms }) => collect(market, terms, account));
      const [first] = calls;
      return {
        title: { key: "tx.collectAll" },
        calls: calls.length === 1 && first ? [first] : [multicall(market, calls)],
      };
    });
  const figures = [
    ["paid", sums.paid],
    ["givenBack", sums.givenBack],
    ["collected", sums.collected],
  ] as const;
  return (
    <li className="card p-5">
      <p className="text-sm text-muted">{t("myData.due")}</p>
      <p className="mt-1 flex flex-wrap items-center justify-between gap-3">
        <Amount value={due} token={sums.token} className="text-2xl font-semibold" />
        {due > 0n ? (
          <Button look="primary" small busy={busy} onClick={() => void collectAll()}>
            {t("market.collect")}
          </Button>
        ) : null}
      </p>
      <dl className="mt-4 grid grid-cols-2 gap-3 border-t border-line pt-4 text-sm sm:grid-cols-4">
        <div>
          <dt className="text-muted">{t("myData.sold")}</dt>
          <dd className="font-medium tabular-nums">{sums.sold}</dd>
        </div>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-muted">{t(`myData.${name}`)}</dt>
            <dd className="font-medium">
              <Amount value={value} token={sums.token} />
            </dd>
          </div>
        ))}
      </dl>
      <ProblemNotice problem={problem} className="mt-3" />
    </li>
  );
}
