import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { type LockMade, type LockTopics, locksBy } from "@tallystick/sdk/swaps/accountLocks";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { type LockEvent, lockEventsOf, stateAfter } from "@tallystick/sdk/swaps/lockEvents";
import type { Address, Hex } from "viem";
import { type Dated, firstOf } from "../one/first-lock.ts";
import type { LegFound } from "../one/swap-of";
import type { SwapChain } from "./use-chains";

/** Locks of a chain, the oldest first; the same terms count as the last time. */
async function madeLocks({ reader, hashLock }: SwapChain, topics: LockTopics): Promise<readonly LockMade[]> {
  const made = await locksBy(reader, hashLock, topics);
  return [...new Map(made.map((event) => [event.id, event])).values()];
}

/** Ids that one question after logs names. */
const idsAtOnce = 100;

/** What ended locks, from the block on in which the first of them was made. */
async function endsOf({ reader, hashLock }: SwapChain, made: readonly LockMade[]): Promise<readonly LockEvent[]> {
  const parts = Array.from({ length: Math.ceil(made.length / idsAtOnce) }, (_, i) =>
    made.slice(i * idsAtOnce, (i + 1) * idsAtOnce),
  );
  const ends = await Promise.all(
    parts.map(async (part) => {
      const fromBlock = BigInt(Math.min(...part.map(({ block }) => block)));
      const about = { address: hashLock, abi: hashLockAbi, strict: true, fromBlock } as const;
      const args = { id: part.map(({ id }) => id) };
      const logs = await Promise.all([
        reader.client.getContractEvents({ ...about, args, eventName: "Claimed" }),
        reader.client.getContractEvents({ ...about, args, eventName: "Refunded" }),
      ]);
      return lockEventsOf(logs.flat());
    }),
  );
  return ends.flat();
}

/** Seconds of blocks, each asked for once. */
async function timesOf({ reader }: SwapChain, blocks: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const timed = [...new Set(blocks)].map(async (block) => {
    const { timestamp } = await reader.client.getBlock({ blockNumber: BigInt(block) });
    return [block, Number(timestamp)] as const;
  });
  return new Map(await Promise.all(timed));
}

/**
 * Locks of a chain that fit, with how each stands, and when it was made and ended.
 *
 * @param isNeeded of those that fit: anybody may make any number of locks that name an account
 */
export async function readLocks(
  chain: SwapChain,
  filter: LockTopics,
  isNeeded: (lock: Lock) => boolean = () => true,
): Promise<readonly LegFound[]> {
  const { network, hashLock, reader } = chain;
  const [all, head] = await Promise.all([madeLocks(chain, filter), reader.client.getBlockNumber()]);
  const made = all.filter(({ lock }) => isNeeded(lock));
  const ends = Map.groupBy(await endsOf(chain, made), ({ id }) => id);
  const legs = made.flatMap((event) => {
    const events = [event, ...(ends.get(event.id) ?? []).filter(({ block }) => block >= event.block)];
    const state = stateAfter(events, Number(head));
    return state ? [{ event, state, end: events.length > 1 ? events.at(-1) : undefined }] : [];
  });
  const times = await timesOf(
    chain,
    legs.flatMap(({ event, end }) => (end ? [event.block, end.block] : [event.block])),
  );
  return legs.map(({ event: { id, lock, block, transaction }, state, end }) => ({
    ...{ id, lock, state, network, hashLock, transaction },
    lockedAt: times.get(block) ?? 0,
    endedAt: end && times.get(end.block),
  }));
}

/** All that an account has locked on some chains: by that its wallet's secrets are found again. */
export async function locksOf(chains: readonly SwapChain[], refundee: Address): Promise<readonly Lock[]> {
  const found = await Promise.all(chains.map((chain) => madeLocks(chain, { refundee })));
  return found.flat().map(({ lock }) => lock);
}

/** A swap as both chains have it. */
export interface SwapFound {
  readonly first: LegFound;
  /** Locks of the same hash on the other chain. */
  readonly others: readonly LegFound[];
  /** Newest block of each chain. */
  readonly heads: ReadonlyMap<number, { readonly number: number; readonly time: number }>;
}

/** Newest block of each chain. */
export async function headsOf(chains: readonly SwapChain[]): Promise<SwapFound["heads"]> {
  const blocks = await Promise.all(
    chains.map(async ({ network, reader }) => {
      const block = await reader.client.getBlock();
      return [network.chainId, { number: Number(block.number), time: Number(block.timestamp) }] as const;
    }),
  );
  return new Map(blocks);
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
  const isSame = ({ hashlock }: Lock): boolean => hashlock.toLowerCase() === one.lock.hashlock.toLowerCase();
  const looked = await Promise.all(
    elsewhere.flatMap((chain) => filters.map((filter) => readLocks(chain, filter, isSame))),
  );
  const others = [...new Map(looked.flat().map((leg) => [leg.id, leg])).values()];
  return { first: one, others, heads: await headsOf(chains) };
}

/** Ids of the first locks of all swaps that an account has a part in, by the logs of all chains; the last to end first. */
export async function firstLocksOf(chains: readonly SwapChain[], account: Address): Promise<readonly Hex[]> {
  const filters = [{ recipient: account }, { refundee: account }];
  const found = await Promise.all(
    chains.flatMap((chain) =>
      filters.map(async (filter) => {
        const made = await madeLocks(chain, filter);
        const times = await timesOf(
          chain,
          made.map(({ block }) => block),
        );
        return made.map((each) => dated(each, times.get(each.block) ?? 0));
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

function dated({ id, lock }: LockMade, lockedAt: number): Dated & { readonly hashlock: Hex } {
  const { hashlock, refundee, timelock } = lock;
  return { id, hashlock, refundee, timelock, lockedAt };
}
