"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { searchDatasets } from "@tallystick/sdk/indexer/market";
import { useRouter, useSearchParams } from "next/navigation";
import { useDeferredValue, useEffect, useState } from "react";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Button, Empty, Field, PageTitle, Skeleton, TextField } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import { DatasetCard } from "./dataset-card";

const pageSize = 12;
/** Filters on offers are applied here, over as many as the indexer gives at once. */
const widest = 100;

type Show = "all" | "offered" | "free" | "mine";
const shows: readonly Show[] = ["all", "offered", "free", "mine"];

export function Browse() {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const { address } = useAccount();
  const indexer = useIndexer();
  const router = useRouter();
  const parameters = useSearchParams();
  const [text, setText] = useState(parameters.get("q") ?? "");
  const query = useDeferredValue(text.trim());
  const show = shows.find((each) => each === parameters.get("show")) ?? "all";
  const page = Math.max(0, Number(parameters.get("page") ?? 1) - 1 || 0);
  const filtered = show === "offered" || show === "free";
  const owner = show === "mine" ? address : undefined;

  const go = (change: Record<string, string>) => {
    const next = new URLSearchParams(parameters);
    for (const [key, value] of Object.entries(change)) value ? next.set(key, value) : next.delete(key);
    router.replace(`/market?${next}`, { scroll: false });
  };
  useEffect(() => {
    if (query !== (parameters.get("q") ?? "")) go({ q: query, page: "" });
  });

  const found = useQuery({
    queryKey: ["search", chainId, query, owner ?? "", filtered, filtered ? 0 : page],
    queryFn: () =>
      searchDatasets(indexer, {
        query,
        chainId,
        owner,
        limit: filtered ? widest : pageSize,
        offset: filtered ? 0 : page * pageSize,
      }),
    placeholderData: keepPreviousData,
  });
  const all = found.data?.items ?? [];
  const fitting = filtered
    ? all.filter(({ offers }) => offers.some(({ price }) => show === "offered" || price === 0n))
    : all;
  const items = filtered ? fitting.slice(page * pageSize, (page + 1) * pageSize) : fitting;
  const total = filtered ? fitting.length : (found.data?.total ?? 0);
  const pages = Math.max(1, Math.ceil(total / pageSize));

  return (
    <>
      <PageTitle title={t("market.title")} lead={t("market.lead")} />
      <form role="search" className="mb-6 grid gap-4 sm:grid-cols-[1fr_14rem]" onSubmit={(event) => event.preventDefault()}>
        <TextField
          type="search"
          label={t("market.search")}
          placeholder={t("market.searchHint")}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
        />
        <Field label={t("market.show")}>
          {(ids) => (
            <select {...ids} className="field" value={show} onChange={(event) => go({ show: event.target.value, page: "" })}>
              {shows.map((each) => (
                <option key={each} value={each} disabled={each === "mine" && !address}>
                  {t(`market.show_${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </form>
      <QueryState query={found}>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {Array.from({ length: 6 }, (_, i) => (
            <Skeleton key={String(i)} className="h-56 rounded-2xl" />
          ))}
        </div>
      </QueryState>
      {found.data ? (
        <>
          <p className="mb-4 text-sm text-muted" role="status">
            {t("market.found", { n: total })}
          </p>
          {items.length === 0 ? <Empty title={t("market.nothing")}>{t("market.nothingHint")}</Empty> : null}
          <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {items.map((dataset) => (
              <DatasetCard key={dataset.dataset} dataset={dataset} />
            ))}
          </ul>
          {pages > 1 ? (
            <nav aria-label={t("market.pages")} className="mt-8 flex items-center justify-center gap-4">
              <Button small disabled={page === 0} onClick={() => go({ page: String(page) })}>
                {t("common.back")}
              </Button>
              <span className="text-sm text-muted">{t("market.pageOf", { page: page + 1, pages })}</span>
              <Button small disabled={page + 1 >= pages} onClick={() => go({ page: String(page + 2) })}>
                {t("common.next")}
              </Button>
            </nav>
          ) : null}
        </>
      ) : null}
    </>
  );
}
