"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { secretSourceOf } from "./secrets";
import { useSwapChains } from "./use-chains";

/** Where the secrets of an account's new swaps come from; undefined: not known yet. */
export function useSecretSource(account: Address) {
  const chains = useSwapChains();
  const queries = useQueryClient();
  const queryKey = ["swap-secret-source", account];
  const { data } = useQuery({ queryKey, staleTime: 0, queryFn: () => secretSourceOf(chains, account) });
  return { source: data, look: () => queries.invalidateQueries({ queryKey }) };
}
