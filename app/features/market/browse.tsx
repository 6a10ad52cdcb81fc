"use client";

import { type FoundPage, searchDatasets, searchSorts } from "@tallystick/sdk/indexer/search";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useToken } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { SelectField } from "@/components/fields";
import { useTokens } from "@/components/money-field";
import { QueryState } from "@/components/query-state";
import { Button, buttonClass, Empty, PageTitle, Skeleton, TextField } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import { type Go, useInAddress } from "@/lib/use-in-address";
import { useSearchText } from "@/lib/use-search-text";
import { DatasetCard } from "./dataset-card";
import { choiceOf, filtersSet, lastPage, pageSize, searchOf, tokenOf } from "./search-choice";

/** Below or beside what was found, which comes first. */
const Filters = dynamic(() => import("./filters").then((module) => module.Filters), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function Browse() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const [token] = useTokens();
  const { parameters, go } = useInAddress("/market");
  const choice = choiceOf(parameters);
  const [text, setText] = useSearchText(choice.query, (q) => go({ q }));
  const [open, setOpen] = useState(false);
  const prices = useToken(tokenOf(choice, token?.value));
  const search = searchOf(choice, { chainId, account: address, token: token?.value, decimals: prices?.decimals });
  const found = useQuery({
    queryKey: ["search", { ...search, minPrice: String(search.minPrice), maxPrice: String(search.maxPrice) }],
    queryFn: ({ signal }) => searchDatasets({ ...indexer, signal }, search),
    placeholderData: keepPreviousData,
  });
  const set = filtersSet(choice);
  return (
    <>
      <PageTitle title={t("market.title")} lead={t("market.lead")} />
      <search className="mb-6 grid items-end gap-4 sm:grid-cols-[1fr_13rem_auto] lg:grid-cols-[1fr_13rem]">
        <TextField
          type="search"
          label={t("market.search")}
          placeholder={t("market.searchHint")}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
        />
        <SelectField
          label={t("market.sort")}
          value={choice.sort ?? (choice.query ? "relevance" : "newest")}
          options={searchSorts
            .filter((sort) => sort !== "relevance" || choice.query !== "")
            .map((sort) => ({ value: sort, label: t(`market.sort_${sort}`) }))}
          onChange={(sort) => go({ sort })}
        />
        <Button aria-expanded={open} aria-controls="filters" className="lg:hidden" onClick={() => setOpen(!open)}>
          {set > 0 ? t("market.filtersSet", { n: set }) : t("market.filters")}
        </Button>
      </search>
      <div className="grid items-start gap-8 lg:grid-cols-[15rem_1fr]">
        <div id="filters" className={open ? "" : "max-lg:hidden"}>
          <Filters choice={choice} go={go} facets={found.data?.facets ?? undefined} mayOwn={address !== undefined} />
        </div>
        <div className="min-w-0">
          <QueryState query={found}>
            <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
              {Array.from({ length: 6 }, (_, i) => (
                <Skeleton key={String(i)} className="h-56 rounded-2xl" />
              ))}
            </div>
          </QueryState>
          {found.data ? (
            <Results found={found.data} page={choice.page} go={go} stale={found.isPlaceholderData} filtered={set > 0} />
          ) : null}
        </div>
      </div>
    </>
  );
}

function Results(props: { found: FoundPage; page: number; go: Go; stale: boolean; filtered: boolean }) {
  const { t } = useLanguage();
  const { found, page, go, stale } = props;
  const { items, total, more } = found;
  const pages = Math.min(lastPage, Math.max(1, Math.ceil(total / pageSize)));
  const isLast = more ? items.length < pageSize || page >= lastPage : page + 1 >= pages;
  return (
    <>
      <p className="mb-4 text-sm text-muted" role="status">
        {more ? t("market.foundMore", { n: total }) : t("market.found", { n: total })}
      </p>
      {items.length === 0 ? (
        <Empty title={t("market.nothing")}>
          <p>{t("market.nothingHint")}</p>
          {props.filtered ? (
            <a href="/market" className={`mt-4 ${buttonClass()}`}>
              {t("market.clearFilters")}
            </a>
          ) : null}
        </Empty>
      ) : null}
      <ul
        aria-busy={stale}
        className={`grid gap-4 transition-opacity sm:grid-cols-2 xl:grid-cols-3 ${stale ? "opacity-60" : ""}`}
      >
        {items.map((dataset) => (
          <DatasetCard key={dataset.dataset} dataset={dataset} />
        ))}
      </ul>
      {page > 0 || !isLast ? (
        <nav aria-label={t("market.pages")} className="mt-8 flex items-center justify-center gap-4">
          <Button small disabled={page === 0} onClick={() => go({ page: String(page) })}>
            {t("common.back")}
          </Button>
          <span className="text-sm text-muted">
            {more ? t("market.pageNumber", { page: page + 1 }) : t("market.pageOf", { page: page + 1, pages })}
          </span>
          <Button small disabled={isLast} onClick={() => go({ page: String(page + 2) })}>
            {t("common.next")}
          </Button>
        </nav>
      ) : null}
    </>
  );
}
