"use client";

import { type Exposure, exposure } from "@tallystick/sdk/indexer/instruments";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { heightOf } from "@/lib/bars";
import { formatDate, formatShare } from "@/lib/format";
import { useIndexer } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { openSum, rowOf } from "./sums";
import type { PortfolioView } from "./use-portfolio";

const pageSize = 10;

/** By whom an account is owed how much, the greatest first: a table whose rows have a bar each. */
export function ExposureTable(props: { account: Address; token: Address; view: PortfolioView }) {
  const { account, token, view } = props;
  const total = openSum(rowOf(view.held, token)).open;
  const first = view.exposure;
  const [isWhole, setWhole] = useState(false);
  const { t, locale } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  const found = useInfiniteQuery({
    // What follows the page that came with the rest of the portfolio, once it is wanted.
    queryKey: ["exposure", chainId, account, token, first.next],
    enabled: isKnown && isWhole && first.next !== undefined,
    initialPageParam: first.next,
    queryFn: ({ pageParam }) => exposure(indexer, chainId, account, { token, now, limit: pageSize, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: 30_000,
  });
  const rows = [...first.items, ...(found.data?.pages.flatMap(({ items }) => items) ?? [])];
  const [greatest] = rows;
  if (greatest === undefined) return null;
  const hasMore = found.data ? found.hasNextPage : first.next !== undefined;
  const more = () => (found.data ? void found.fetchNextPage() : setWhole(true));
  return (
    <section aria-labelledby="exposure" className="card p-5">
      <h2 id="exposure" className="font-semibold">
        {t("portfolio.exposure")}
      </h2>
      <p className="mb-3 text-sm text-muted">
        {t("portfolio.exposureWords", { n: first.totalCount, share: formatShare(greatest.open, total, locale) })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="overflow-x-auto">
        <table className="w-full text-sm">
          <caption className="sr-only">{t("portfolio.exposure")}</caption>
          <thead>
            <tr className="border-b border-line-strong text-left">
              {(["debtor", "open", "share", "overdue", "firstDue", "claims"] as const).map((column) => (
                <th key={column} scope="col" className="py-2 pr-4 font-semibold">
                  {t(`portfolio.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ExposureRow key={row.party} row={row} token={token} total={total} greatest={greatest.open} />
            ))}
          </tbody>
        </table>
      </div>
      {isWhole ? <QueryState query={found} /> : null}
      {hasMore ? (
        <Button small className="mt-3" busy={found.isFetching} onClick={more}>
          {t("portfolio.more", { shown: rows.length, total: first.totalCount })}
        </Button>
      ) : null}
    </section>
  );
}

/** Drawn a thousand wide; the numbers beside it say the same. */
function ExposureRow(props: { row: Exposure; token: Address; total: bigint; greatest: bigint }) {
  const { locale } = useLanguage();
  const nameOf = useNameOf();
  const { row, token, total, greatest } = props;
  const length = heightOf(row.open, greatest) * 1_000;
  const late = heightOf(row.overdue, greatest) * 1_000;
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="py-2 pr-4 text-left font-normal">
        <AddressText plain address={row.party} label={nameOf(row.party)} />
      </th>
      <td className="min-w-40 py-2 pr-4">
        <Amount value={row.open} token={token} />
        <svg
          viewBox="0 0 1000 10"
          preserveAspectRatio="none"
          aria-hidden="true"
          className="mt-1 block h-2 w-full rounded-full bg-sunken"
        >
          <rect width={length} height={10} fill="var(--brand)" />
          <rect width={late} height={10} fill="var(--danger)" />
        </svg>
      </td>
      <td className="py-2 pr-4 tabular-nums">{formatShare(row.open, total, locale)}</td>
      <td className="py-2 pr-4">{row.overdue > 0n ? <Amount value={row.overdue} token={token} /> : "–"}</td>
      <td className="py-2 pr-4 whitespace-nowrap">{formatDate(row.firstDue, locale)}</td>
      <td className="py-2 pr-4 tabular-nums">{row.count}</td>
    </tr>
  );
}
