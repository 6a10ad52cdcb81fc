"use client";

import type { Reader } from "@tallystick/sdk/chain/actor";
import type { Network } from "@tallystick/sdk/networks";
import { useMemo } from "react";
import type { Address, Client } from "viem";
import { useConfig } from "wagmi";
import { useAppConfig } from "@/components/config";
import { readingClient } from "@/lib/client";

/** A chain that swaps work on, with the contract that locks there. */
export interface SwapChain {
  readonly reader: Reader;
  readonly network: Network;
  readonly hashLock: Address;
}

/** The site's chains that have the contract, in the order in which they are configured. */
export function useSwapChains(): readonly SwapChain[] {
  const config = useConfig();
  const { networks } = useAppConfig();
  return useMemo(
    () =>
      networks.flatMap((network) => {
        const hashLock = network.deployment?.hashLock;
        if (hashLock === undefined) return [];
        const client = readingClient(config.getClient({ chainId: network.chainId }) as Client);
        return [{ network, hashLock, reader: { network, client } }];
      }),
    [config, networks],
  );
}

/** The chain with this id; undefined where the site has it not. */
export function chainIn(chains: readonly SwapChain[], chainId: number): SwapChain | undefined {
  return chains.find(({ network }) => network.chainId === chainId);
}
