"use client";

import { type Deal, isDealClosed } from "@tallystick/sdk/market/exchange";
import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";

export type DealState = "open" | "closed" | "expired";

/** Whether a deal can still be done. */
export function useDealState(deal: Deal): DealState | undefined {
  const reader = useReader();
  const { data } = useQuery({
    queryKey: ["deal", reader.network.chainId, deal.nonce.toString()],
    refetchInterval: 10_000,
    queryFn: async (): Promise<DealState> => {
      const [closed, block] = await Promise.all([isDealClosed(reader, deal), reader.client.getBlock()]);
      if (closed) return "closed";
      return block.timestamp > BigInt(deal.deadline) ? "expired" : "open";
    },
  });
  return data;
}
