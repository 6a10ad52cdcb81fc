"use client";

import { datasetDetail } from "@tallystick/sdk/indexer/market";
import { segmentsOf } from "@tallystick/sdk/market/terms";
import { useQuery } from "@tanstack/react-query";
import { numberToHex } from "viem";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";
import { useIndexer, useReader } from "@/lib/reader";
import { type FileFacts, filesOfIndex } from "@/lib/segments";

export interface Summary {
  readonly title: string;
  readonly owner: string | undefined;
  readonly versions: number;
  readonly files: readonly FileFacts[];
}

/** What a data set is called and holds, as the indexer tells it: for naming it, never for deciding anything. */
export function useSummary(dataset: bigint | undefined): Summary | undefined {
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { data } = useQuery({
    queryKey: ["summary", chainId, String(dataset)],
    enabled: dataset !== undefined,
    staleTime: 30_000,
    queryFn: async (): Promise<Summary> => {
      const found = await datasetDetail(indexer, chainId, dataset ?? 0n);
      return {
        title: found?.manifest?.title || shortHex(numberToHex(dataset ?? 0n, { size: 32 })),
        owner: found?.owner,
        versions: found?.latest ?? 1,
        files: filesOfIndex(found?.manifest?.segments),
      };
    },
  });
  return data;
}

/** Names of the files that a word of segments means, as far as they are known. */
export function useFileNames(summary: Summary | undefined): (segments: number) => string {
  const { t, locale } = useLanguage();
  return (segments) => {
    const files = summary?.files ?? [];
    const named = segmentsOf(segments).filter((i) => files.length === 0 || i < files.length);
    if (files.length > 0 && named.length === files.length) return t("consent.allFiles");
    const names = named.map((i) => files[i]?.name ?? t("consent.file", { number: i + 1 }));
    return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
  };
}

export function datasetPath(dataset: bigint, place: "market" | "library" = "market"): string {
  return `/${place}/${numberToHex(dataset, { size: 32 })}`;
}
