"use client";

import { isActive } from "@tallystick/sdk/market/right";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useReader } from "@/lib/reader";

/** An account's right as the chain has it this moment, with the chain's clock. */
export function useRight(dataset: bigint, account: Address | undefined) {
  const reader = useReader();
  return useQuery({
    queryKey: ["right", reader.network.chainId, dataset.toString(), account],
    enabled: account !== undefined,
    refetchInterval: 10_000,
    queryFn: async () => {
      const { readRight } = await import("@tallystick/sdk/market/rights");
      const [{ right }, block] = await Promise.all([
        readRight(reader, dataset, account ?? "0x"),
        reader.client.getBlock(),
      ]);
      const now = Number(block.timestamp);
      return { right, now, active: isActive(right, now) && !right.revoked };
    },
  });
}
