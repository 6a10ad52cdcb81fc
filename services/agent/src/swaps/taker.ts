import { makerLock, takerLock } from "@tallystick/sdk/swaps/fills";
import { lockId } from "@tallystick/sdk/swaps/lock";
import { SALT_COUNTERS, type SignedOrder } from "@tallystick/sdk/swaps/order";
import { confirmationTime, lockTimeOf, timelockOfB } from "@tallystick/sdk/swaps/plan";
import type { Swap } from "@tallystick/sdk/swaps/swapState";
import type { Address, Hash, Hex } from "viem";
import type { Chain } from "../chain/chain.ts";
import type { NewSwap } from "./book.ts";
import { timingFor } from "./timing.ts";

export interface Taking {
  readonly order: SignedOrder;
  readonly hash: Hash;
  /** Of the order's `wants`, in base units. */
  readonly amount: bigint;
  readonly hashlock: Hex;
  readonly counter: number;
  /** Gets what is swapped for, and his own back. */
  readonly receiver: Address;
}

/**
 * The swap by which an order is taken, with the moments at which it is begun now.
 *
 * @returns undefined: a chain can't be seen, so nobody knows what time it is
 */
export function takingOf(taking: Taking, [a, b]: readonly [Chain, Chain]): NewSwap | undefined {
  const { order, hash, amount, hashlock, counter, receiver } = taking;
  const [headA, headB] = [a.head(), b.head()];
  if (headA === undefined || headB === undefined) return undefined;
  const timings = { a: timingFor(a.timing, order.order.wants), b: timingFor(b.timing, order.order.gives) };
  const now = Math.max(headA.time, headB.time);
  const lasting = Math.max(Number(order.order.lockTime), lockTimeOf(timings));
  // Time to get into a block in.
  const startBy = now + confirmationTime(timings.a) + timings.a.outage;
  const timelock = BigInt(startBy + lasting);
  const lock = takerLock(order.order, {
    taker: receiver,
    wants: amount,
    hashlock,
    timelock,
    counter: counter % SALT_COUNTERS,
  });
  const answer = makerLock(order.order, lock, { timelock: BigInt(timelockOfB(Number(timelock), timings)) });
  const swap: Swap = {
    id: lockId(a.chainId, a.hashLock, lock),
    role: "initiator",
    a: { chainId: a.chainId, hashLock: a.hashLock, timing: timings.a, terms: lock },
    b: { chainId: b.chainId, hashLock: b.hashLock, timing: timings.b, terms: answer },
    isRevealed: false,
    hasLocked: false,
    startBy: Math.min(startBy, Number(order.order.deadline) - confirmationTime(timings.a)),
  };
  return { swap, order: hash, counter, from: { [a.chainId]: headA.number, [b.chainId]: headB.number } };
}
