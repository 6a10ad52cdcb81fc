import { makerLock, takerLock } from "../../sdk/src/swaps/fills.ts";
import type { Lock } from "../../sdk/src/swaps/lock.ts";
import type { Order } from "../../sdk/src/swaps/order.ts";
import { CAST, LOCK_TIME, MARGIN, TIMING } from "./cast.ts";
import { claimAct, lockActs, refundAct, secretOf, send, sendAll } from "./hand.ts";
import type { Standing } from "./ledger.ts";
import type { Play, Run } from "./run.ts";

// Counterparties that the harness plays with its own hands: they do what the rules allow nobody, and what nobody hopes for.

const DEPTH = TIMING.confirmations;

export interface TakerPlay {
  /** What is taken; undefined while nothing is offered. */
  readonly order: (run: Run) => Promise<Order | undefined>;
  /** Whether the lock says that a note names who is paid. */
  readonly isNoted?: boolean;
  /** What is wrong with the lock. */
  readonly twist?: (lock: Lock, run: Run) => Lock;
  /** When leg b is claimed, by the time that is left of it; undefined: never. Default: as soon as it is deep. */
  readonly claims?: "deep" | "last second" | "too late" | "never";
  /** Whether leg a is refunded as soon as its time is up. Default: true. */
  readonly refunds?: boolean;
}

/** Plays the initiator. */
export function playTaker(play: TakerPlay): () => Play {
  return () => {
    let locked: Lock | undefined;
    let isClaimed = false;
    let isRefunded = false;
    const claim = async (run: Run): Promise<void> => {
      const b = run.lockOf("b");
      if (isClaimed || b === undefined || b.end !== undefined) return;
      if (!isClaimDue(run, b.lock, play.claims ?? "deep")) return;
      isClaimed = true;
      const { preimage } = secretOf(run.seed);
      await send(run.world.chains.b, CAST.taker.hot, claimAct(run.world.hashLock, b.lock, preimage));
    };
    const refund = async (run: Run, lock: Lock): Promise<void> => {
      if (isRefunded || play.refunds === false || run.lockOf("a")?.end !== undefined) return;
      if (nextTime(run) < lock.timelock) return;
      isRefunded = true;
      await send(run.world.chains.a, CAST.taker.hot, refundAct(run.world.hashLock, lock));
    };
    return async (run) => {
      if (locked === undefined) {
        locked = await lockA(run, play);
        return;
      }
      await claim(run);
      await refund(run, locked);
    };
  };
}

/** Locks leg a as the order says, or not quite. */
async function lockA(run: Run, { order: find, twist, isNoted }: TakerPlay): Promise<Lock | undefined> {
  const order = await find(run);
  if (order === undefined) return undefined;
  const { world, seed } = run;
  const lock = takerLock(order, {
    taker: CAST.taker.hot.address,
    wants: order.wants.amount,
    hashlock: secretOf(seed).hashlock,
    timelock: BigInt(nextTime(run) + LOCK_TIME),
    isNoted,
  });
  const made = twist?.(lock, run) ?? lock;
  await sendAll(world.chains.a, CAST.taker.hot, lockActs(world.hashLock, made));
  return made;
}

const nextTime = ({ world }: Run): number => world.now() + TIMING.blockTime;

/** Whether the next block is the one in which leg b is to be claimed. */
function isClaimDue(run: Run, { timelock }: Lock, when: NonNullable<TakerPlay["claims"]>): boolean {
  const next = run.world.now() + TIMING.blockTime;
  if (when === "never") return false;
  if (when === "deep") return run.depthOf("b") >= DEPTH;
  if (when === "last second") return next < timelock && next + TIMING.blockTime >= timelock;
  return next >= timelock;
}

export interface MakerPlay {
  /** What was offered. */
  readonly order: (run: Run) => Order;
  readonly twist?: (lock: Lock, run: Run) => Lock;
  /** Seconds of leg a's time that are left when leg b is locked, at most. Default: as soon as leg a is deep. */
  readonly locksAt?: number;
  /** Locks nothing. */
  readonly isAbsent?: boolean;
  /** When leg a is claimed once the secret is out. Default: at once. */
  readonly claims?: "at once" | "last second" | "too late" | "never";
}

/** Plays the responder, to an initiator's lock that it finds. */
export function playMaker(play: MakerPlay): () => Play {
  return () => {
    let locked: Lock | undefined;
    let isClaimed = false;
    let isRefunded = false;
    const claim = async (run: Run, a: Standing): Promise<void> => {
      const preimage = run.lockOf("b")?.end?.preimage;
      if (isClaimed || preimage === undefined || a.end !== undefined) return;
      if (!isOwnDue(run.world.now(), a.lock, play.claims ?? "at once")) return;
      isClaimed = true;
      await send(run.world.chains.a, CAST.maker.hot, claimAct(run.world.hashLock, a.lock, preimage));
    };
    const refund = async (run: Run, lock: Lock): Promise<void> => {
      const b = run.lockOf("b");
      if (isRefunded || b === undefined || b.end !== undefined || nextTime(run) < lock.timelock) return;
      isRefunded = true;
      await send(run.world.chains.b, CAST.maker.hot, refundAct(run.world.hashLock, lock));
    };
    return async (run) => {
      const a = run.lockOf("a");
      if (a === undefined || play.isAbsent) return;
      if (locked === undefined) {
        locked = await lockB(run, a, play);
        return;
      }
      await claim(run, a);
      await refund(run, locked);
    };
  };
}

/** Locks leg b as was offered, or not quite, once leg a is deep; undefined: not yet. */
async function lockB(run: Run, a: Standing, { order, twist, locksAt }: MakerPlay): Promise<Lock | undefined> {
  const { world } = run;
  const isTime = locksAt === undefined || world.now() >= Number(a.lock.timelock) - locksAt;
  if (run.depthOf("a") < DEPTH || !isTime) return undefined;
  const lock = makerLock(order(run), a.lock, { timelock: a.lock.timelock - BigInt(MARGIN) });
  const made = twist?.(lock, run) ?? lock;
  await sendAll(world.chains.b, CAST.maker.hot, lockActs(world.hashLock, made));
  return made;
}

function isOwnDue(now: number, { timelock }: Lock, when: NonNullable<MakerPlay["claims"]>): boolean {
  const next = now + TIMING.blockTime;
  if (when === "never") return false;
  if (when === "at once") return true;
  return when === "last second" ? next < timelock && next + TIMING.blockTime >= timelock : next >= timelock;
}
