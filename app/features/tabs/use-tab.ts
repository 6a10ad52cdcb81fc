"use client";

import { readTab, statementsOf } from "@tallystick/sdk/market/tabs";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useReader } from "@/lib/reader";
import { newestVoucher } from "@/lib/vouchers";

/** A tab as the chain has it this moment, its statements, and the newest voucher that this browser knows. */
export function useTab(id: Hex) {
  const reader = useReader();
  const { chainId } = reader.network;
  return useQuery({
    queryKey: ["tab", chainId, id],
    refetchInterval: 10_000,
    queryFn: async () => {
      const [state, block, voucher] = await Promise.all([
        readTab(reader, id),
        reader.client.getBlock(),
        newestVoucher(chainId, id).catch(() => undefined),
      ]);
      const statements = await statementsOf(reader, id, state.statements);
      return { state, statements, voucher, now: Number(block.timestamp) };
    },
  });
}

export type TabView = NonNullable<ReturnType<typeof useTab>["data"]>;
