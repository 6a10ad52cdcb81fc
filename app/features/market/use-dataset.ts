"use client";

import type { Policy } from "@tallystick/sdk/data/manifest";
import { datasetDetail, termsOfOffer } from "@tallystick/sdk/indexer/market";
import type { IndexedDatasetDetail } from "@tallystick/sdk/indexer/tables";
import type { OpenedDataset } from "@tallystick/sdk/market/openDataset";
import { offerId, type Terms } from "@tallystick/sdk/market/terms";
import { useQuery } from "@tanstack/react-query";
import { type Address, type Hex, zeroAddress } from "viem";
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
  /** What the manifest says of its offers' policies. */
  readonly policies: readonly Policy[];
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
    queryFn: async ({ signal }) => {
      const { openDataset } = await import("@tallystick/sdk/market/openDataset");
      return openDataset(reader, id, { signal });
    },
    staleTime: 15_000,
  });
  // Where the indexer is silent, the chain's own events tell which offers there are.
  const needsChain = indexed.isError || indexed.data === null;
  const chain = useQuery({
    queryKey: ["dataset", "offers", ...key],
    enabled: needsChain,
    queryFn: async () => {
      const { offerState, offersOf } = await import("@tallystick/sdk/market/offers");
      const made = await offersOf(reader, id);
      return Promise.all(made.map(async (offer) => ({ ...offer, state: await offerState(reader, offer.id) })));
    },
  });

  const offers: readonly OfferView[] =
    chain.data?.map(({ id: offer, terms, feeBps, state }) => ({
      id: offer,
      terms,
      feeBps,
      open: state.status === "open",
      sold: state.sold,
    })) ??
    (indexed.data?.offers ?? [])
      .map((offer) => ({
        id: offer.id,
        terms: termsOfOffer(offer),
        open: offer.status === "open",
        sold: offer.sold,
        feeBps: offer.feeBps,
      }))
      // An id that is not the hash of the terms shown would be another offer than the one signed for.
      .filter((offer) => offerId(chainId, market, offer.terms) === offer.id);

  const pending = opened.isPending && (indexed.isPending || needsChain);
  const view = combine(id, indexed.data ?? undefined, opened.data, offers, opened.error);
  const error = view ? null : (opened.error ?? indexed.error);
  const refetch = () => Promise.all([indexed.refetch(), opened.refetch()]);
  return { view, isPending: pending && !view, error: pending ? null : error, refetch };
}

type Manifest = OpenedDataset["manifest"];

/** What the manifest says of itself, from its proved bytes, else as the indexer keeps it. */
function described(manifest: Manifest | undefined, listed: IndexedDatasetDetail["manifest"]) {
  if (manifest) {
    const { title, description, keywords = [], licence } = manifest;
    const named = "spdx" in licence ? licence.spdx : licence.name;
    return { title, description, keywords, licence: named, files: filesOfManifest(manifest) };
  }
  const { title = "", description = "", keywords = [], licence = "" } = listed ?? {};
  return { title, description, keywords, licence, files: filesOfIndex(listed?.segments) };
}

function combine(
  id: bigint,
  indexed: IndexedDatasetDetail | undefined,
  opened: OpenedDataset | undefined,
  offers: readonly OfferView[],
  manifestError: unknown,
): DatasetView | undefined {
  const manifest = opened?.manifest;
  if (!manifest && !indexed?.manifest) return undefined;
  const newest = indexed?.versions[0];
  return {
    id,
    ...described(manifest, indexed?.manifest),
    owner: indexed?.owner ?? opened?.version.publisher ?? zeroAddress,
    publisher: indexed?.publisher ?? opened?.versions[0]?.publisher ?? zeroAddress,
    version: opened?.version.version ?? indexed?.latest ?? 1,
    publishedAt: newest?.publishedAt ?? (manifest ? Date.parse(manifest.createdAt) / 1000 : undefined),
    size: BigInt(manifest?.size ?? newest?.size ?? 0),
    offers,
    policies: manifest?.policies ?? [],
    indexed,
    opened,
    manifestError: manifest ? undefined : manifestError,
  };
}
