import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { logsSoFar } from "../chain/logs.ts";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import type { Lock } from "./lock.ts";
import { inOrder, type LockEvent, lockEventsOf } from "./lockEvents.ts";

/**
 * Every lock that was made for an account, as recipient or refundee, in the order of the chain: from the logs of
 * `HashLock` alone, in ranges that the node takes.
 *
 * @param toBlock the last one. Default: the newest
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function locksOfAccount(
  reader: Reader,
  hashLock: Address,
  account: Address,
  toBlock?: bigint,
): Promise<LockEvent[]> {
  const [received, given] = await Promise.all([
    locksBy(reader, hashLock, { recipient: account }, toBlock),
    locksBy(reader, hashLock, { refundee: account }, toBlock),
  ]);
  // A lock of the account for itself is in both.
  const others = given.filter(
    ({ block, index }) => !received.some((one) => one.block === block && one.index === index),
  );
  return [...received, ...others].sort(inOrder);
}

/** What locks are found by: the topics of the events that made them. */
export interface LockTopics {
  readonly id?: Hex | undefined;
  readonly recipient?: Address | undefined;
  readonly refundee?: Address | undefined;
}

/** An event by which a lock was made, with its terms. */
export type LockMade = LockEvent & { readonly lock: Lock };

/**
 * The locks that were made with all of these topics, of money and of tokens by id, in the order of the chain: from the logs
 * of `HashLock` alone, in ranges that the node takes.
 *
 * @param toBlock the last one. Default: the newest
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function locksBy(
  reader: Reader,
  hashLock: Address,
  { id, recipient, refundee }: LockTopics,
  toBlock?: bigint,
): Promise<LockMade[]> {
  const args = { ...(id && { id }), ...(recipient && { recipient }), ...(refundee && { refundee }) };
  const contract = { address: hashLock, abi: hashLockAbi, args, strict: true } as const;
  const logsOf = (eventName: "Locked" | "LockedItem") =>
    logsSoFar(
      reader,
      "locks",
      (fromBlock, last) => reader.client.getContractEvents({ ...contract, eventName, fromBlock, toBlock: last }),
      toBlock,
    );
  const [money, items] = await Promise.all([logsOf("Locked"), logsOf("LockedItem")]);
  return lockEventsOf([...money, ...items]).filter((event): event is LockMade => event.lock !== undefined);
}
