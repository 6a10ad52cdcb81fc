import type { Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { logsSoFar } from "../chain/logs.ts";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { type LockMade, locksBy } from "./accountLocks.ts";
import { broughtBy, isSameAsset } from "./fills.ts";
import { inOrder, type LockEvent, lockEventsOf } from "./lockEvents.ts";
import { isFillOf, type Order, swapOrderHash } from "./order.ts";

/**
 * How much of an order takers have locked and not taken back, in base units of `wants`: by the logs of its chain, where
 * locks name the order by their salts. Anybody may lock and be refunded, so it is what is left at least that is told by it;
 * which locks the maker answers is his to say. What he need not answer is not counted: locks that were made for less
 * than the order's `lockTime`, or whose time is up, by which an order could be made to look filled at no risk.
 *
 * @param reader of the chain of `wants`
 * @returns never more than the order's amount
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function orderFilled(reader: Reader, order: Order): Promise<bigint> {
  const { wants, recipient } = order;
  const hash = swapOrderHash(order);
  const locks = await locksBy(reader, wants.hashLock, { recipient });
  const made = locks.filter(({ lock }) => isFillOf(lock.salt, hash) && isSameAsset(lock.asset, wants.asset));
  if (made.length === 0) return 0n;
  const lasts = new Map(made.map((event) => [event.id, event]));
  const ends = Map.groupBy(await endsOf(reader, order, [...lasts.keys()]), ({ id }) => id);
  const isAfter = (end: LockEvent, event: LockMade): boolean => end.kind === "claimed" || inOrder(event, end) < 0;
  const states = [...lasts.values()].map((event) => {
    const [end] = (ends.get(event.id) ?? []).filter((each) => isAfter(each, event));
    return { event, end: end?.kind };
  });
  const open = states.flatMap(({ event, end }) => (end === undefined ? [event] : []));
  const claimed = states.flatMap(({ event, end }) => (end === "claimed" ? [event] : []));
  const counted = [...claimed, ...(await answerable(reader, order, open))];
  const filled = counted.reduce((sum, { lock }) => sum + broughtBy(lock), 0n);
  return filled < wants.amount ? filled : wants.amount;
}

/** What ended locks, in the order of the chain, claims first: once claimed is claimed, whatever is locked again. */
async function endsOf(reader: Reader, { wants }: Order, ids: readonly Hex[]): Promise<readonly LockEvent[]> {
  const contract = { address: wants.hashLock, abi: hashLockAbi, strict: true } as const;
  const args = { id: [...ids] };
  const logsOf = (eventName: "Claimed" | "Refunded") =>
    logsSoFar(reader, "orderFilled", (fromBlock, toBlock) =>
      reader.client.getContractEvents({ ...contract, eventName, args, fromBlock, toBlock }),
    );
  const [claims, refunds] = await Promise.all([logsOf("Claimed"), logsOf("Refunded")]);
  return [...lockEventsOf(claims), ...lockEventsOf(refunds)];
}

/** Open locks that may be answered still, as far as their time tells. */
async function answerable(
  reader: Reader,
  { lockTime }: Order,
  open: readonly LockMade[],
): Promise<readonly LockMade[]> {
  if (open.length === 0) return [];
  const { client, network } = reader;
  try {
    const { timestamp: now } = await client.getBlock();
    const left = open.filter(({ lock }) => lock.timelock > now);
    const blocks = [...new Set(left.map(({ block }) => block))].map(async (block) => {
      const { timestamp } = await client.getBlock({ blockNumber: BigInt(block) });
      return [block, timestamp] as const;
    });
    const times = new Map(await Promise.all(blocks));
    return left.filter(({ lock, block }) => lock.timelock >= (times.get(block) ?? now) + lockTime);
  } catch (error) {
    throw explainError(error, { act: "orderFilled", network });
  }
}
