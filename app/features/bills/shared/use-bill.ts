"use client";

import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { loadBill } from "./load";

/** A bill, proved, and the chain's second. */
export function useBill(id: bigint) {
  const reader = useReader();
  const { now } = useChainClock();
  const found = useQuery({
    queryKey: ["bill", reader.network.chainId, String(id)],
    queryFn: () => loadBill(reader, id),
    refetchInterval: 10_000,
  });
  return { found, now };
}
