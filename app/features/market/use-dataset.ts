"use client";

import { useQuery } from "@tanstack/react-query";
import { datasetDetail, termsOfOffer } from "@tallystick/sdk/indexer/market";
import type { IndexedDatasetDetail } from "@tallystick/sdk/indexer/tables";
import { offerState, offersOf } from "@tallystick/sdk/market/offers";
import { type OpenedDataset, openDataset } from "@tallystick/sdk/market/openDataset";
import { offerId, type Terms } from "@tallystick/sdk/market/terms";
import type { Address, Hex } from "viem";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { type FileFacts, filesOfIndex, filesOfManifest } from "@/lib/segments";

export interface OfferView {
  readonly id: Hex;
  readonly terms: Terms;
  readonly open: boolean;
  readonly sold: number;
  readonly feeBps: number;
}

export interface DatasetView {
  readonly id: bigint;
  readonly title: string;
  readonly description: string;
  readonly licence: string;
  readonly keywords: readonly string[];
  readonly owner: Address;
  readonly publisher: Address;
  readonly version: number;
  readonly publishedAt: number | undefined;
  readonly size: bigint;
  readonly files: readonly FileFacts[];
  readonly offers: readonly OfferView[];
  readonly indexed: IndexedDatasetDetail | undefined;
  readonly opened: OpenedDataset | undefined;
  /** What could not be asked, to be said beside what is shown. */
  readonly manifestError: unknown;
}

/**
 * A data set from two sides: the indexer knows its story, chain and gateway give the manifest and prove it. Either is
 * enough to show the page.
 */
export function useDataset(id: bigint) {
  const reader = useReader();
  const indexer = useIndexer();
  const { market } = useContracts();
  const { chainId } = reader.network;
  const key = [chainId, id.toString()];

  const indexed = useQuery({
    queryKey: ["dataset", "indexed", ...key],
    queryFn: async () => (await datasetDetail(indexer, chainId, id)) ?? null,
  });
  const opened = useQuery({
    queryKey: ["dataset", "opened", ...key],
    queryFn: ({ signal }) => openDataset(reader, id, { signal }),
    staleTime: 15_000,
  });
  // Where the indexer is silent, the chain's own events tell which offers there are.
  const needsChain = indexed.isError || indexed.data === null;
  const chain = useQuery({
    queryKey: ["dataset", "offers", ...key],
    enabled: needsChain,
    queryFn: async () => {
      const made = await offersOf(reader, id);
      return Promise.all(made.map(async (offer) => ({ ...offer, state: await offerState(reader, offer.id) })));
    },
  });

  const offers: readonly OfferView[] =
    chain.data?.map(({ id: offer, terms, feeBps, state }) => ({ id: offer, terms, feeBps, open: state.status === "open", sold: state.sold })) ??
    (indexed.data?.offers ?? [])
      .map((offer) => ({ id: offer.id, terms: termsOfOffer(offer), open: offer.status === "open", sold: offer.sold, feeBps: offer.feeBps }))
      // An id that is not the hash of the terms shown would be another offer than the one signed for.
      .filter((offer) => offerId(chainId, market, offer.terms) === offer.id);

  const pending = opened.isPending && (indexed.isPending || needsChain);
  const view = combine(id, indexed.data ?? undefined, opened.data, offers, opened.error);
  const error = view ? null : (opened.error ?? indexed.error);
  const refetch = () => Promise.all([indexed.refetch(), opened.refetch()]);
  return { view, isPending: pending && !view, error: pending ? null : error, refetch };
}

function combine(
  id: bigint,
  indexed: IndexedDatasetDetail | undefined,
  opened: OpenedDataset | undefined,
  offers: readonly OfferView[],
  manifestError: unknown,
): DatasetView | undefined {
  const listed = indexed?.manifest;
  const manifest = opened?.manifest;
  if (!manifest && !listed) return undefined;
  const licence = manifest ? ("spdx" in manifest.licence ? manifest.licence.spdx : manifest.licence.name) : listed?.licence;
  const newest = indexed?.versions[0];
  return {
    id,
    title: manifest?.title ?? listed?.title ?? "",
    description: manifest?.description ?? listed?.description ?? "",
    licence: licence ?? "",
    keywords: manifest?.keywords ?? listed?.keywords ?? [],
    owner: indexed?.owner ?? opened?.version.publisher ?? "0x",
    publisher: indexed?.publisher ?? opened?.versions[0]?.publisher ?? "0x",
    version: opened?.version.version ?? indexed?.latest ?? 1,
    publishedAt: newest?.publishedAt ?? (manifest ? Date.parse(manifest.createdAt) / 1000 : undefined),
    size: BigInt(manifest?.size ?? newest?.size ?? 0),
    files: manifest ? filesOfManifest(manifest) : filesOfIndex(listed?.segments),
    offers,
    indexed,
    opened,
    manifestError: manifest ? undefined : manifestError,
  };
}
