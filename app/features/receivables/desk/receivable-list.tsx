"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { type ReceivableFilter, receivables } from "@tallystick/sdk/indexer/instruments";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
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
import { type Stream, streamsIn } from "../shared/status";
import { StatusBadge } from "../shared/status-badge";
import { sumsOf } from "../shared/sums";

/** It brings the contracts' ABIs: loaded when there is something to confirm. */
const ConfirmMany = dynamic(() => import("./confirm-many").then((module) => module.ConfirmMany), { ssr: false });

/** Receivables by pages, with the sums of what is shown; its debtor can choose several of them to confirm at once. */
export function ReceivableList(props: {
  filter: ReceivableFilter;
  sort: "newest" | "due";
  debtor: Address | undefined;
  /** Shown are those alone that lack this stream of evidence. */
  lacking: Stream | undefined;
}) {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { now, isKnown } = useChainClock();
  const { filter, sort, debtor, lacking } = props;
  const [chosen, setChosen] = useState<ReadonlySet<bigint>>(new Set());
  const found = useInfiniteQuery({
    queryKey: ["receivables", chainId, filter, sort],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      receivables({ ...indexer, signal }, chainId, { ...filter, now }, { limit: 20, after: pageParam, orderBy: sort }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const items = (found.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ streams }) => !lacking || !streamsIn(streams).includes(lacking),
  );
  const confirmable = debtor ? items.filter(isConfirmable) : [];
  const picked = confirmable.filter(({ id }) => chosen.has(id));
  const choose = (ids: readonly bigint[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    setChosen(next);
  };
  return (
    <>
      <QueryState query={found} />
      {found.data ? (
        <p className="mb-3 text-sm text-muted" role="status">
          {lacking ? null : `${t("receivables.found", { n: found.data.pages[0]?.totalCount ?? 0 })} · `}
          {t("receivables.totals", { n: items.length })}: {t("receivables.face")}{" "}
          <Amounts sums={sumsOf(items, ({ face }) => face)} />, {t("receivables.dueNow")}{" "}
          <Amounts sums={sumsOf(items, ({ principal, interest }) => principal + interest)} />
        </p>
      ) : null}
      {found.data && items.length === 0 && !found.hasNextPage ? (
        <Empty title={t("receivables.nothing")}>
          <p>{t("receivables.nothingHint")}</p>
        </Empty>
      ) : null}
      {debtor && confirmable.length > 0 ? (
        <>
          <label className="mb-3 flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-brand"
              checked={picked.length === confirmable.length}
              onChange={(event) =>
                choose(
                  confirmable.map(({ id }) => id),
                  event.target.checked,
                )
              }
            />
            {t("receivables.selectAll")}
          </label>
          <ConfirmMany chosen={picked} debtor={debtor} onDone={() => setChosen(new Set())} />
        </>
      ) : null}
      <ul className="grid gap-3">
        {items.map((item) => (
          <Row
            key={String(item.id)}
            item={item}
            now={now}
            chosen={debtor && isConfirmable(item) ? chosen.has(item.id) : undefined}
            onChoose={(on) => choose([item.id], on)}
          />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button className="mt-4" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("receivables.more")}
        </Button>
      ) : null}
    </>
  );
}

const isConfirmable = ({ status }: IndexedReceivable) => status === "registered" || status === "disputed";

function Row(props: {
  item: IndexedReceivable;
  now: number;
  /** Undefined: it can't be chosen. */
  chosen: boolean | undefined;
  onChoose: (on: boolean) => void;
}) {
  const { t } = useLanguage();
  const { item, now, chosen } = props;
  const number = shownNumber(item.number);
  return (
    <li className="flex items-start gap-3">
      {chosen === undefined ? null : (
        <input
          type="checkbox"
          className="mt-5 size-4 shrink-0 accent-brand"
          aria-label={t("receivables.select", { number })}
          checked={chosen}
          onChange={(event) => props.onChoose(event.target.checked)}
        />
      )}
      <div className="card relative grid min-w-0 flex-1 gap-x-6 gap-y-1 p-4 focus-within:border-brand hover:border-brand sm:grid-cols-[1fr_auto]">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2">
            <StatusBadge status={item.status} />
            <Link
              href={receivablePath(item.id)}
              className="font-semibold break-all after:absolute after:inset-0 after:rounded-[14px]"
            >
              {number}
            </Link>
          </p>
          <p className="mt-1 text-sm text-muted">
            <Party account={item.creditor} plain /> → <Party account={item.debtor} plain /> · {t("receivables.due")}{" "}
            <When at={item.dueBy} now={now} short /> · {t("receivables.evidenceShort")}{" "}
            {t("receivables.evidenceCount", { n: streamsIn(item.streams).length })}
          </p>
        </div>
        <Amount value={item.face} token={item.token} className="font-semibold sm:text-right" />
      </div>
    </li>
  );
}
