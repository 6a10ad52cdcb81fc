"use client";

import { allowanceOf, balanceOf } from "@tallystick/sdk/market/token";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useReader } from "./reader";

/** What an account has of a token, and what of it a contract may take; undefined until the chain has said. */
export function usePurse(
  token: Address | undefined,
  account: Address | undefined,
  spender: Address,
): { readonly balance: bigint; readonly allowance: bigint } | undefined {
  const reader = useReader();
  const { data } = useQuery({
    queryKey: ["purse", reader.network.chainId, token, account, spender],
    enabled: token !== undefined && account !== undefined,
    queryFn: async () => {
      if (token === undefined || account === undefined) return undefined;
      const [balance, allowance] = await Promise.all([
        balanceOf(reader, token, account),
        allowanceOf(reader, token, account, spender),
      ]);
      return { balance, allowance };
    },
  });
  return data;
}
