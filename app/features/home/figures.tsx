"use client";

import { marketFigures } from "@tallystick/sdk/indexer/market";
import { searchDatasets } from "@tallystick/sdk/indexer/search";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { DatasetCard } from "@/features/market/dataset-card";
import { useServices } from "@/features/shell/use-services";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";

export function Figures() {
  const { t, locale } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { block } = useServices();
  const found = useQuery({
    queryKey: ["search", chainId, "home"],
    queryFn: () => searchDatasets(indexer, { chainId, limit: 3 }),
    refetchInterval: 15_000,
  });
  const { data: counted } = useQuery({
    queryKey: ["figures", chainId],
    queryFn: () => marketFigures(indexer, chainId),
    refetchInterval: 15_000,
  });
  const number = (value: number | bigint | undefined) =>
    value === undefined ? "–" : new Intl.NumberFormat(locale).format(value);
  const figures = [
    [t("home.datasets"), number(found.data?.total)],
    [t("home.offers"), number(counted?.offers)],
    [t("home.sales"), number(counted?.sales)],
    [t("home.block"), number(block)],
  ] as const;
  return (
    <>
      <section aria-labelledby="figures" className="rounded-2xl border border-line bg-surface px-6 py-5">
        <h2 id="figures" className="eyebrow">
          {t("home.figures")}
        </h2>
        <dl className="mt-3 grid grid-cols-2 gap-6 md:grid-cols-4">
          {figures.map(([name, value]) => (
            <div key={name} className="flex flex-col-reverse">
              <dt className="text-sm text-muted">{name}</dt>
              <dd className="text-3xl font-semibold tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="newest" className="mt-14">
        <div className="mb-5 flex items-baseline justify-between gap-4">
          <h2 id="newest" className="text-2xl">
            {t("home.newest")}
          </h2>
          <Link href="/market" className="link">
            {t("home.allDatasets")}
          </Link>
        </div>
        <QueryState query={found} />
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {found.data?.items.map((dataset) => (
            <DatasetCard key={dataset.dataset} dataset={dataset} />
          ))}
        </ul>
      </section>
    </>
  );
}
