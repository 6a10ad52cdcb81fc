"use client";

import type { Address } from "viem";
import { useConnection } from "wagmi";
import { useAppConfig } from "@/components/config";

export interface Account {
  readonly address: Address | undefined;
  readonly connected: boolean;
  /** The wallet's chain is none of ours. */
  readonly wrongNetwork: boolean;
  readonly walletChainId: number | undefined;
}

export function useAccount(): Account {
  const { address, status, chainId } = useConnection();
  const { networks } = useAppConfig();
  const connected = status === "connected" && address !== undefined;
  const wrongNetwork = connected && !networks.some((network) => network.chainId === chainId);
  return { address: connected ? address : undefined, connected, wrongNetwork, walletChainId: chainId };
}
