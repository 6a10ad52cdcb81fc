import { checkGenesis } from "@tallystick/sdk/chain/genesis";
import { isTallystickError } from "@tallystick/sdk/errors";
import { type IndexedHead, indexedHeads } from "@tallystick/sdk/indexer/heads";
import type { IndexedLock } from "@tallystick/sdk/indexer/swaps";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import type { LockState } from "@tallystick/sdk/swaps/swapState";
import { type Address, getAddress } from "viem";
import { firstOf } from "../one/first-lock.ts";
import type { Heads, LegFound } from "../one/swap-of.ts";
import type { SwapFound } from "../shared/read-locks.ts";
import type { SwapChain } from "../shared/use-chains.ts";

/** Why lists are read from the chains' logs: no indexer is set up, it does not answer, or it lacks what the chains have. */
export type WhyLogs = "none" | "down" | "behind";

/** Seconds that an indexer may be behind a chain, and the fewest blocks: they come in pieces. */
const lag = { seconds: 30, blocks: 3 } as const;

/** Whether an indexer has not taken in yet what a chain has. */
export function isBehind(indexed: IndexedHead | undefined, newest: number, blockTime: number): boolean {
  if (indexed === undefined) return true;
  return newest - indexed.number > Math.max(lag.blocks, Math.ceil(lag.seconds / blockTime));
}

/**
 * Whether an indexer can be asked for lists of swaps: it answers, has read the very chains that are here, and all they have.
 *
 * @returns undefined: it can
 */
export async function whyLogs(indexer: string, chains: readonly SwapChain[]): Promise<WhyLogs | undefined> {
  if (indexer === "") return "none";
  try {
    const [indexed] = await Promise.all([
      indexedHeads({ indexer }),
      ...chains.map(({ reader }) => checkGenesis(reader.client, indexer)),
    ]);
    const late = await Promise.all(
      chains.map(async ({ reader, network }) => {
        const newest = await reader.client.getBlockNumber({ cacheTime: 0 });
        return isBehind(indexed.get(network.chainId), Number(newest), network.blockTime);
      }),
    );
    return late.includes(true) ? "behind" : undefined;
  } catch (error) {
    return isTallystickError(error, "ForeignChain") ? "behind" : "down";
  }
}

/**
 * A swap as the logs would tell it, of what an indexer says of its locks: for lists, never to act by. A lock whose id is not
 * the hash of its terms would lead to another one, and is left out.
 *
 * @returns undefined: none of the locks is the account's, or of a chain that is here
 */
export function foundIn(
  locks: readonly IndexedLock[],
  account: Address,
  chains: readonly SwapChain[],
  heads: Heads,
): SwapFound | undefined {
  const legs = locks.flatMap((lock) => legOf(lock, chains, heads));
  const isOwn = ({ lock }: LegFound): boolean =>
    [lock.recipient, lock.refundee].some((party) => party.toLowerCase() === account.toLowerCase());
  const dated = legs.filter(isOwn).map((leg) => ({ ...leg.lock, ...leg }));
  const [chosen] = firstOf(account, dated);
  const first = chosen && legs.find(({ id, network }) => id === chosen.id && network === chosen.network);
  if (!first) return undefined;
  return { first, others: legs.filter(({ network }) => network.chainId !== first.network.chainId), heads };
}

function legOf(row: IndexedLock, chains: readonly SwapChain[], heads: Heads): readonly LegFound[] {
  const chain = chains.find(({ network }) => network.chainId === row.chainId);
  const head = heads.get(row.chainId);
  if (!chain || !head) return [];
  const { network, hashLock } = chain;
  const { asset, amount, hashlock, timelock, tip, salt } = row;
  // As the chain's logs are read: rows have accounts in small letters.
  const [recipient, refundee] = [getAddress(row.recipient), getAddress(row.refundee)];
  const lock: Lock = { asset, amount, hashlock, recipient, refundee, timelock, tip, salt };
  const { id, lockedAt, endedAt, transaction } = row;
  if (lockId(row.chainId, hashLock, lock) !== id) return [];
  return [{ ...{ id, lock, network, hashLock, lockedAt, endedAt, transaction }, state: stateOf(row, head, network) }];
}

/** An indexer tells when a lock ended, not in which block: how deep that is follows from the time between blocks. */
function stateOf(
  { end, preimage, endedAt, lockedBlock }: IndexedLock,
  head: { readonly number: number; readonly time: number },
  { blockTime }: { readonly blockTime: number },
): LockState {
  const block = Number(lockedBlock);
  if (end === undefined) return { status: "locked", block, depth: Math.max(0, head.number - block + 1) };
  const depth = Math.max(1, Math.floor((head.time - (endedAt ?? head.time)) / blockTime) + 1);
  return end === "claimed" && preimage ? { status: "claimed", preimage, depth } : { status: "refunded", depth };
}
