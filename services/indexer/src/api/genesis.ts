import type { Network } from "@tallystick/sdk/networks";
import { createPublicClient, type Hex, http } from "viem";

/** A chain as it is now beside what it was when it was indexed. */
export interface Genesis {
  readonly chainId: number;
  /** Of the chain that answers now; null: none answers. */
  readonly genesis: Hex | null;
  /** Of the chain the tables come from; null: nothing of it is indexed yet. */
  readonly indexed: Hex | null;
  readonly same: boolean;
}

const TIMEOUT = 2_000;

/** Hash of a chain's first block; null when no node answers. */
export async function genesisOf(network: Pick<Network, "rpcUrls">, timeout = TIMEOUT): Promise<Hex | null> {
  for (const url of network.rpcUrls) {
    const transport = http(url, { timeout, retryCount: 0 });
    try {
      const block = await createPublicClient({ transport }).getBlock({
        blockNumber: 0n,
      });
      return block.hash;
    } catch {
      // The next node may answer.
    }
  }
  return null;
}

export function compareGenesis(chainId: number, genesis: Hex | null, indexed: Hex | null): Genesis {
  return {
    chainId,
    genesis,
    indexed,
    same: genesis !== null && genesis === indexed,
  };
}

/** Why what is served can't be relied on, as a sentence; null when it can. */
export function notReadyReason(isCaughtUp: boolean, chains: readonly Genesis[]): string | null {
  for (const { chainId, genesis, indexed, same } of chains) {
    if (same) continue;
    if (genesis === null) return `Chain ${chainId} does not answer.`;
    if (indexed !== null) {
      return `Chain ${chainId} was restarted: its genesis is ${genesis}, ${indexed} was indexed. Start the indexer with a fresh folder.`;
    }
  }
  if (!isCaughtUp) return "Past events are still being indexed.";
  const missing = chains.find(({ indexed }) => indexed === null);
  if (missing !== undefined) {
    return `The first block of chain ${missing.chainId} is not indexed yet.`;
  }
  return null;
}
