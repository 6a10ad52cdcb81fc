"use client";

import type { Address } from "viem";
import { useConnection } from "wagmi";
import { useAppConfig } from "@/components/config";
import { useTakenOver } from "@/lib/use-taken-over";

export interface Account {
  readonly address: Address | undefined;
  readonly connected: boolean;
  /** The wallet's chain is none of ours. */
  readonly wrongNetwork: boolean;
  readonly walletChainId: number | undefined;
}

/** Nobody is connected until the page has taken over what the server sent: that knows no wallet. */
export function useAccount(): Account {
  const { address, status, chainId } = useConnection();
  const { networks } = useAppConfig();
  const isTakenOver = useTakenOver();
  const connected = isTakenOver && status === "connected" && address !== undefined;
  const wrongNetwork = connected && !networks.some((network) => network.chainId === chainId);
  return { address: connected ? address : undefined, connected, wrongNetwork, walletChainId: chainId };
}
