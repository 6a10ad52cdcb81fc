"use client";

import type { IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import { lots } from "@tallystick/sdk/indexer/instruments";
import { useQuery } from "@tanstack/react-query";
import { useIndexer, useReader } from "@/lib/reader";

/** So many ids fit into one question. */
const atOnce = 100;

/** Some lots of a receivable by their ids, which a word names: however many others it has. */
export function useLots(receivable: bigint, ids: readonly bigint[], now: number): readonly IndexedLot[] {
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const wanted = [...new Set(ids)];
  const found = useQuery({
    queryKey: ["lots-named", chainId, String(receivable), wanted.map(String)],
    enabled: wanted.length > 0,
    refetchInterval: 15_000,
    queryFn: async () => {
      const batches = Array.from({ length: Math.ceil(wanted.length / atOnce) }, (_, i) =>
        wanted.slice(i * atOnce, (i + 1) * atOnce),
      );
      const pages = await Promise.all(
        batches.map((some) => lots(indexer, chainId, { receivable, ids: some, now }, { limit: atOnce })),
      );
      return pages.flatMap(({ items }) => items);
    },
  });
  return found.data ?? [];
}
