"use client";

import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { loadBill, loadEvents } from "./load";

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

/** What happened to a bill as a whole, the newest first. */
export function useBillEvents(id: bigint) {
  const reader = useReader();
  return useQuery({
    queryKey: ["bill-events", reader.network.chainId, String(id)],
    queryFn: () => loadEvents(reader, id),
    refetchInterval: 15_000,
  });
}
