"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { receivable } from "@tallystick/sdk/indexer/instruments";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useIndexer, useReader } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import type { ProvedTerms } from "../shared/prove";

/** A receivable as the indexer tells it, and what the chain says of these very terms: it refuses any others. */
export function useReceivable(id: bigint) {
  const reader = useReader();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  const { chainId } = reader.network;
  const told = useQuery({
    queryKey: ["receivable", chainId, String(id)],
    enabled: isKnown,
    queryFn: async () => (await receivable(indexer, chainId, id, { now })) ?? null,
    refetchInterval: 10_000,
  });
  const { data } = told;
  const proved = useQuery({
    queryKey: ["receivable-proved", chainId, String(id), data?.dueBy],
    // Loaded with the contracts' ABIs, when there is something to prove.
    queryFn: data
      ? async () => {
          const { proveTerms } = await import("../shared/prove");
          return proveTerms(reader, id, data);
        }
      : skipToken,
    refetchInterval: 10_000,
  });
  return { told, proved, now };
}

/** The newest that is known: the chain's own word on state and due, which the indexer follows. */
export function newestOf(told: IndexedReceivable, proved: ProvedTerms | null | undefined): IndexedReceivable {
  if (!proved || proved.status === "none") return told;
  return { ...told, status: proved.status, ...proved.due };
}
