import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { type LockMade, type LockTopics, locksBy } from "@tallystick/sdk/swaps/accountLocks";
import { lockEventsOf, stateAfter } from "@tallystick/sdk/swaps/lockEvents";
import type { Address, Hex } from "viem";
import { type Dated, firstOf } from "../one/first-lock";
import type { LegFound } from "../one/swap-of";
import type { SwapChain } from "./use-chains";

/** Locks of a chain, the oldest first; the same terms count as the last time. */
async function madeLocks({ reader, hashLock }: SwapChain, topics: LockTopics): Promise<readonly LockMade[]> {
  const made = await locksBy(reader, hashLock, topics);
  return [...new Map(made.map((event) => [event.id, event])).values()];
}

/** How a lock stands, and when it was made and ended. */
async function withState(chain: SwapChain, made: LockMade, head: number): Promise<LegFound[]> {
  const { reader, hashLock, network } = chain;
  const { client } = reader;
  const { id, lock } = made;
  const about = { address: hashLock, abi: hashLockAbi, strict: true, args: { id } } as const;
  const range = { fromBlock: BigInt(made.block) } as const;
  const [claims, refunds] = await Promise.all([
    client.getContractEvents({ ...about, ...range, eventName: "Claimed" }),
    client.getContractEvents({ ...about, ...range, eventName: "Refunded" }),
  ]);
  const events = [made, ...lockEventsOf([...claims, ...refunds])];
  const state = stateAfter(events, head);
  if (!state) return [];
  const end = events.length > 1 ? events.at(-1) : undefined;
  const [lockedAt = 0, endedAt] = await Promise.all(
    [made, ...(end ? [end] : [])].map(async ({ block }) => {
      const { timestamp } = await client.getBlock({ blockNumber: BigInt(block) });
      return Number(timestamp);
    }),
  );
  return [{ ...{ id, lock, state, network, hashLock, lockedAt, endedAt }, transaction: made.transaction }];
}

/** Locks of a chain that fit, with how each stands. */
export async function readLocks(chain: SwapChain, filter: LockTopics): Promise<readonly LegFound[]> {
  const [made, head] = await Promise.all([madeLocks(chain, filter), chain.reader.client.getBlockNumber()]);
  return (await Promise.all(made.map((each) => withState(chain, each, Number(head))))).flat();
}

/** Hashlocks of all that an account has locked on some chains: by them its wallet's secrets are found again. */
export async function hashlocksOf(chains: readonly SwapChain[], refundee: Address): Promise<readonly Hex[]> {
  const found = await Promise.all(chains.map((chain) => madeLocks(chain, { refundee })));
  return found.flat().map(({ lock }) => lock.hashlock);
}

/** A swap as both chains have it. */
export interface SwapFound {
  readonly first: LegFound;
  /** Locks of the same hash on the other chain. */
  readonly others: readonly LegFound[];
  /** Newest block of each chain. */
  readonly heads: ReadonlyMap<number, { readonly number: number; readonly time: number }>;
}

/**
 * Finds a swap by the id of its first lock: by the logs of all chains that swaps work on.
 *
 * @returns null: no chain knows of it
 */
export async function readSwap(chains: readonly SwapChain[], id: Hex): Promise<SwapFound | null> {
  const named = await Promise.all(chains.map((chain) => readLocks(chain, { id })));
  const one = named.flat().at(-1);
  if (!one) return null;
  const elsewhere = chains.filter(({ network }) => network.chainId !== one.network.chainId);
  const { recipient, refundee } = one.lock;
  // The other side locks for whom locked, or is who is paid; where both named other accounts, its logs are not found so.
  const filters = [{ recipient: refundee }, { refundee: recipient }];
  const looked = await Promise.all(elsewhere.flatMap((chain) => filters.map((filter) => readLocks(chain, filter))));
  const same = looked.flat().filter(({ lock }) => lock.hashlock.toLowerCase() === one.lock.hashlock.toLowerCase());
  const others = [...new Map(same.map((leg) => [leg.id, leg])).values()];
  const blocks = await Promise.all(
    chains.map(async ({ network, reader }) => {
      const block = await reader.client.getBlock();
      return [network.chainId, { number: Number(block.number), time: Number(block.timestamp) }] as const;
    }),
  );
  const heads = new Map(blocks);
  return { first: one, others, heads };
}

/** Ids of the first locks of all swaps that an account has a part in, by the logs of all chains; the last to end first. */
export async function firstLocksOf(chains: readonly SwapChain[], account: Address): Promise<readonly Hex[]> {
  const filters = [{ recipient: account }, { refundee: account }];
  const found = await Promise.all(
    chains.flatMap((chain) =>
      filters.map(async (filter) => {
        const made = await madeLocks(chain, filter);
        return Promise.all(made.map((each) => timed(chain, each)));
      }),
    ),
  );
  const all = [...new Map(found.flat().map((lock) => [lock.id, lock])).values()];
  const groups = Map.groupBy(all, ({ hashlock }) => hashlock);
  return [...groups.values()]
    .flatMap((locks) => firstOf(account, locks))
    .sort((a, b) => Number(b.timelock - a.timelock))
    .map(({ id }) => id);
}

async function timed(
  { reader }: SwapChain,
  { id, lock, block }: LockMade,
): Promise<Dated & { readonly hashlock: Hex }> {
  const { timestamp } = await reader.client.getBlock({ blockNumber: BigInt(block) });
  const { hashlock, refundee, timelock } = lock;
  return { id, hashlock, refundee, timelock, lockedAt: Number(timestamp) };
}
