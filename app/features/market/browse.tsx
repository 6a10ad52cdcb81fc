"use client";

import { type FoundDataset, searchDatasets } from "@tallystick/sdk/indexer/search";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useDeferredValue, useEffect, useState } from "react";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Button, Empty, Field, PageTitle, Skeleton, TextField } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import { DatasetCard } from "./dataset-card";

const pageSize = 12;
/** The indexer answers no question for what lies further down a list. */
const lastPage = Math.floor(100_000 / pageSize);

type Show = "all" | "offered" | "free" | "mine";
const shows: readonly Show[] = ["all", "offered", "free", "mine"];

interface Choice {
  readonly query: string;
  readonly show: Show;
  readonly page: number;
}

/** What is looked for is in the address, so that a list can be shared and come back to. */
function useChoice() {
  const router = useRouter();
  const parameters = useSearchParams();
  const choice: Choice = {
    query: parameters.get("q") ?? "",
    show: shows.find((each) => each === parameters.get("show")) ?? "all",
    page: Math.min(lastPage, Math.max(0, Math.trunc(Number(parameters.get("page") ?? 1)) - 1 || 0)),
  };
  const go = (change: Record<string, string>) => {
    const next = new URLSearchParams(parameters);
    for (const [key, value] of Object.entries(change)) value ? next.set(key, value) : next.delete(key);
    router.replace(`/market?${next}`, { scroll: false });
  };
  return { choice, go };
}

const offeredOf = { all: undefined, mine: undefined, offered: "any", free: "free" } as const;

function useFound({ query, show, page }: Choice, account: Address | undefined) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const owner = show === "mine" ? account : undefined;
  const search = { query, chainId, owner, offered: offeredOf[show], limit: pageSize, offset: page * pageSize };
  return useQuery({
    queryKey: ["search", search],
    queryFn: () => searchDatasets(indexer, search),
    placeholderData: keepPreviousData,
  });
}

export function Browse() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { choice, go } = useChoice();
  const [text, setText] = useState(choice.query);
  const query = useDeferredValue(text.trim());
  useEffect(() => {
    if (query !== choice.query) go({ q: query, page: "" });
  });
  const found = useFound(choice, address);
  return (
    <>
      <PageTitle title={t("market.title")} lead={t("market.lead")} />
      <search className="mb-6 grid gap-4 sm:grid-cols-[1fr_14rem]">
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
            <select
              {...ids}
              className="field"
              value={choice.show}
              onChange={(event) => go({ show: event.target.value, page: "" })}
            >
              {shows.map((each) => (
                <option key={each} value={each} disabled={each === "mine" && !address}>
                  {t(`market.show_${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </search>
      <QueryState query={found}>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {Array.from({ length: 6 }, (_, i) => (
            <Skeleton key={String(i)} className="h-56 rounded-2xl" />
          ))}
        </div>
      </QueryState>
      {found.data ? <Results {...found.data} page={choice.page} go={go} /> : null}
    </>
  );
}

function Results(props: {
  items: readonly FoundDataset[];
  total: number;
  page: number;
  go: (change: Record<string, string>) => void;
}) {
  const { t } = useLanguage();
  const { items, total, page, go } = props;
  const pages = Math.max(1, Math.ceil(total / pageSize));
  return (
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
  );
}
