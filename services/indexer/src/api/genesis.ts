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

/** How far a chain is indexed. */
export interface Progress {
  readonly chainId: number;
  /** Newest block in the tables. */
  readonly block: number;
  /** Newest block there was when past events were done: from there on the indexer follows live. */
  readonly target: number;
}

/** What a chain says of itself. */
export interface ChainNow {
  readonly genesis: Hex;
  readonly head: number;
}

const TIMEOUT = 2_000;

/** First and newest block of a chain; null when no node answers. */
export async function chainNow(network: Pick<Network, "rpcUrls">, timeout = TIMEOUT): Promise<ChainNow | null> {
  for (const url of network.rpcUrls) {
    const client = createPublicClient({ transport: http(url, { timeout, retryCount: 0 }), cacheTime: 0 });
    try {
      const [{ hash }, head] = await Promise.all([client.getBlock({ blockNumber: 0n }), client.getBlockNumber()]);
      return { genesis: hash, head: Number(head) };
    } catch {
      // The next node may answer.
    }
  }
  return null;
}

export function compareGenesis(chainId: number, genesis: Hex | null, indexed: Hex | null): Genesis {
  return { chainId, genesis, indexed, same: genesis !== null && genesis === indexed };
}

/** Why what is served can't be relied on, as a sentence; null when it can. */
export function notReadyReason(
  isHistoryDone: boolean,
  chains: readonly Genesis[],
  progress: readonly Progress[],
): string | null {
  for (const { chainId, genesis, indexed, same } of chains) {
    if (same) continue;
    if (genesis === null) return `Chain ${chainId} does not answer.`;
    if (indexed !== null) {
      return `Chain ${chainId} was restarted: its genesis is ${genesis}, ${indexed} was indexed. Start the indexer with a fresh folder.`;
    }
  }
  if (!isHistoryDone) return "Past events are still being indexed.";
  const missing = chains.find(({ indexed }) => indexed === null);
  if (missing !== undefined) {
    return `The first block of chain ${missing.chainId} is not indexed yet.`;
  }
  const behind = progress.find(({ block, target }) => block < target);
  if (behind !== undefined) {
    const { chainId, block, target } = behind;
    return `Chain ${chainId} is indexed up to block ${block} of ${target}.`;
  }
  return null;
}
