"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { swapNow } from "../one/use-swap";
import { useChainTimes } from "../shared/chain-times";
import { useKnownOrders } from "../shared/known-orders";
import { firstLocksOf, readSwap } from "../shared/read-locks";
import { useSwapChains } from "../shared/use-chains";

/** As many as are looked at, those that end last. */
const most = 30;

/** Swaps of an account, found by the logs that name it: they are there on any device, whoever else is down. */
export function useOwnSwaps(account: Address) {
  const chains = useSwapChains();
  const orders = useKnownOrders();
  const nowOn = useChainTimes();
  const found = useQuery({
    queryKey: ["own-swaps", account],
    refetchInterval: 5_000,
    queryFn: async () => {
      const ids = await firstLocksOf(chains, account);
      const swaps = await Promise.all(ids.slice(0, most).map((id) => readSwap(chains, id)));
      return swaps.filter((swap) => swap !== null);
    },
  });
  const swaps = (found.data ?? []).flatMap((swap) => swapNow(swap, chains, orders, account, nowOn) ?? []);
  return { found, swaps };
}
