import { deployed } from "../networks.ts";
import type { Reader } from "./actor.ts";
import { explainError } from "./explainError.ts";

/**
 * Reads logs from the block where our contracts begin (`startBlock`) to the newest, or to a given one.
 *
 * @param act what they are read for, for the sentence of a failure
 * @param read reads the logs of one range, both ends included
 * @param toBlock the last one. Default: the newest
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function logsSoFar<L>(
  { client, network }: Reader,
  act: string,
  read: (fromBlock: bigint, toBlock: bigint) => Promise<readonly L[]>,
  toBlock?: bigint,
): Promise<readonly L[]> {
  const { startBlock } = deployed(network);
  try {
    return await logsInRange(read, BigInt(startBlock), toBlock ?? (await client.getBlockNumber()));
  } catch (error) {
    throw explainError(error, { act, network });
  }
}

/**
 * Reads logs of a range of blocks; where a node refuses the range as too long, in halves.
 *
 * @param read reads the logs of one range, both ends included
 */
export async function logsInRange<L>(
  read: (fromBlock: bigint, toBlock: bigint) => Promise<readonly L[]>,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<readonly L[]> {
  if (fromBlock > toBlock) return [];
  try {
    return await read(fromBlock, toBlock);
  } catch (error) {
    // A range this short is refused for another reason than its length.
    if (toBlock - fromBlock < 100n) throw error;
    const middle = (fromBlock + toBlock) / 2n;
    const first = await logsInRange(read, fromBlock, middle);
    return [...first, ...(await logsInRange(read, middle + 1n, toBlock))];
  }
}

/** In the order in which the chain wrote them. */
export function inOrder<L extends { readonly blockNumber: bigint; readonly logIndex: number }>(
  logs: readonly L[],
): L[] {
  return [...logs].sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
}
