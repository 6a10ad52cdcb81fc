"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { QueryState } from "@/components/query-state";
import { More } from "./more";
import { useGrowing } from "./use-growing";

/** A part of a page, with its heading. */
export function Section(props: { title: string; children: ReactNode; wide?: boolean }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`card p-5 sm:p-6 ${props.wide ? "lg:col-span-2" : ""}`}>
      <h2 id={id} className="mb-3 text-xl">
        {props.title}
      </h2>
      {props.children}
    </section>
  );
}

/** A list from the indexer, that grows on demand. */
export function GrowingList<T>(props: {
  queryKey: readonly unknown[];
  ask: (limit: number) => Promise<{ readonly items: readonly T[]; readonly totalCount: number }>;
  step?: number;
  empty: string;
  row: (item: T) => ReactNode;
  /** What tells rows apart. */
  keyOf: (item: T, index: number) => string;
}) {
  const { limit, grow } = useGrowing(props.step ?? 20);
  const found = useQuery({
    queryKey: [...props.queryKey, limit],
    queryFn: () => props.ask(limit),
    placeholderData: keepPreviousData,
  });
  const { items, totalCount } = found.data ?? { items: [], totalCount: 0 };
  return (
    <>
      <QueryState query={found} />
      {found.data && items.length === 0 ? <p className="text-muted">{props.empty}</p> : null}
      <ul className="grid gap-3 empty:hidden">
        {items.map((item, i) => (
          <li key={props.keyOf(item, i)}>{props.row(item)}</li>
        ))}
      </ul>
      <More shown={items.length} total={totalCount} onMore={grow} />
    </>
  );
}
