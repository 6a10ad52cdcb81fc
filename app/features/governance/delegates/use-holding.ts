"use client";

import { type Holding, holdingOf } from "@tallystick/sdk/governance/power";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useReader } from "@/lib/reader";

/** What an account holds, who has the power of it, and what power it has: from the chain. */
export function useHolding(account: Address) {
  const reader = useReader();
  return useQuery({
    queryKey: ["holding", reader.network.chainId, account],
    queryFn: () => holdingOf(reader, account),
  });
}

/** Power in its parts: of one's own tokens, and of others'. */
export function partsOf(account: Address, { balance, delegate, power }: Holding) {
  const own = delegate.toLowerCase() === account.toLowerCase() ? balance : 0n;
  return { own, received: power - own, given: balance - own };
}
