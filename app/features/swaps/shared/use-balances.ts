"use client";

import { balanceOf } from "@tallystick/sdk/market/token";
import type { Asset } from "@tallystick/sdk/swaps/lock";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { chainIn, type SwapChain, useSwapChains } from "./use-chains";

interface Side {
  readonly chainId: number;
  readonly asset: Asset;
}

/** What an account has of money on any of the chains, in base units; undefined: the chain has not said. */
export function useBalances(sides: readonly Side[], account: Address | undefined): (side: Side) => bigint | undefined {
  const chains = useSwapChains();
  const words = sides.map(wordOf);
  const { data } = useQuery({
    queryKey: ["swap-balances", words, account],
    enabled: account !== undefined,
    refetchInterval: 5_000,
    queryFn: async () => {
      const read = async (side: Side) => {
        const chain = chainIn(chains, side.chainId);
        return chain && account ? balanceIn(chain, side.asset, account).catch(() => undefined) : undefined;
      };
      const found = await Promise.all(sides.map(read));
      return new Map(words.map((word, i) => [word, found[i]]));
    },
  });
  return (side) => data?.get(wordOf(side));
}

const wordOf = ({ chainId, asset }: Side) => `${chainId} ${asset.kind} ${asset.kind === "native" ? "" : asset.token}`;

/** What an account has of an asset; of tokens by id there is none to count. */
async function balanceIn({ reader }: SwapChain, asset: Asset, account: Address): Promise<bigint | undefined> {
  if (asset.kind === "native") return reader.client.getBalance({ address: account });
  return asset.kind === "erc20" ? balanceOf(reader, asset.token, account) : undefined;
}
