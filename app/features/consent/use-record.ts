"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useIndexer, useReader } from "@/lib/reader";
import { collectedFor } from "./collected";
import { readRecord } from "./records";

/** A record with who may read it, from the chain. */
export function useRecord(dataset: bigint, account: Address) {
  const reader = useReader();
  const indexer = useIndexer();
  return useQuery({
    queryKey: ["record", reader.network.chainId, dataset.toString(), account],
    refetchInterval: 10_000,
    queryFn: async () => (await readRecord(reader, indexer, dataset, account)) ?? null,
  });
}

/** The signatures collected for a record so far. */
export function useCollected(dataset: bigint) {
  const { chainId } = useReader().network;
  return useQuery({
    queryKey: ["collected", chainId, dataset.toString()],
    refetchInterval: 5_000,
    queryFn: () => collectedFor(chainId, dataset),
  });
}
