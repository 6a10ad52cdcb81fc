"use client";

import { portfolio } from "@tallystick/sdk/indexer/instruments";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { useIndexer, useReader } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { Amounts } from "../shared/amounts";
import { shownNumber } from "../shared/number";
import { Party } from "../shared/party";
import { receivablePath } from "../shared/paths";
import { held as heldStatuses, type Status } from "../shared/status";
import { StatusBadge } from "../shared/status-badge";

/** The parts of receivables that an account holds, what is due first, first. */
export function HeldList(props: { account: Address; token: Address | undefined; status: Status | undefined }) {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { now, isKnown } = useChainClock();
  const { account, token, status } = props;
  const held = useInfiniteQuery({
    queryKey: ["held", chainId, account, token, status],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      portfolio(
        { ...indexer, signal },
        chainId,
        account,
        { now, token, statuses: status ? [status] : heldStatuses },
        { limit: 20, after: pageParam },
      ),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const [first] = held.data?.pages ?? [];
  const lots = held.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="held" className="mb-10">
      <h2 id="held" className="text-xl">
        {t("receivables.listHeld")}
      </h2>
      <QueryState query={held} />
      {first ? (
        <p className="mt-1 mb-3 text-sm text-muted" role="status">
          {t("receivables.found", { n: first.totalCount })} · {t("receivables.open")}{" "}
          <Amounts sums={first.totals.map(({ token: of, open }) => ({ token: of, sum: open }))} />
        </p>
      ) : null}
      {first && lots.length === 0 ? <Empty title={t("receivables.heldNothing")} /> : null}
      <ul className="grid gap-3">
        {lots.map((lot) => (
          <li
            key={String(lot.id)}
            className="card relative grid gap-x-6 gap-y-1 p-4 focus-within:border-brand hover:border-brand sm:grid-cols-[1fr_auto]"
          >
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2">
                <StatusBadge status={lot.status} />
                <Link
                  href={receivablePath(lot.receivable)}
                  className="font-semibold break-all after:absolute after:inset-0 after:rounded-[14px]"
                >
                  {shownNumber(lot.number)}
                </Link>
              </p>
              <p className="mt-1 text-sm text-muted">
                {t("receivables.debtor")} <Party account={lot.debtor} plain /> · {t("receivables.tier")} {lot.tier} ·{" "}
                {t("receivables.due")} <When at={lot.dueBy} now={now} short />
              </p>
            </div>
            <p className="sm:text-right">
              <Amount value={lot.open} token={lot.token} className="block font-semibold" />
              {lot.collectable > 0n ? (
                <span className="text-sm text-muted">
                  {t("receivables.collectable")} <Amount value={lot.collectable} token={lot.token} />
                </span>
              ) : null}
            </p>
          </li>
        ))}
      </ul>
      {held.hasNextPage ? (
        <Button className="mt-4" busy={held.isFetchingNextPage} onClick={() => void held.fetchNextPage()}>
          {t("receivables.more")}
        </Button>
      ) : null}
    </section>
  );
}
