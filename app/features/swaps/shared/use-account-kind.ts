"use client";

import { isContractAccount } from "@tallystick/sdk/swaps/items";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { type AccountKind, accountKindOf } from "./account-kind";
import type { SwapChain } from "./use-chains";

/** What an account is on two chains; undefined while they have not said. */
export function useAccountKind(account: Address, chains: readonly SwapChain[]): AccountKind | undefined {
  const ids = chains.map(({ network }) => network.chainId);
  const { data } = useQuery({
    queryKey: ["swap-account-kind", account, ids],
    enabled: chains.length > 0,
    staleTime: 60_000,
    queryFn: async () =>
      accountKindOf(await Promise.all(chains.map(({ reader }) => isContractAccount(reader, account)))),
  });
  return data;
}
