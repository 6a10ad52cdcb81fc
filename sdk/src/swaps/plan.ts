import type { Network } from "../networks.ts";

// Until when each party of a swap must act. A's lock (leg a, the initiator's) ends at T_A, B's (leg b, the responder's) at
// T_B: T_A >= T_B + margin, so that whoever learns the secret at T_B has time enough to use it.

/** What a chain promises: depths in blocks, times in seconds. */
export type ChainTiming = Pick<Network, "confirmations" | "reorgDepth" | "blockTime" | "outage">;

/** Both chains of a swap: `a` where the initiator locks, `b` where the responder does. */
export interface SwapTimings {
  readonly a: ChainTiming;
  readonly b: ChainTiming;
}

/**
 * Blocks, its own among them, that a transaction needs before somebody acts on it: as many as asked for, and more than
 * any promised reorganisation takes away.
 */
export function depthOf({ confirmations, reorgDepth }: ChainTiming): number {
  return Math.max(confirmations, reorgDepth + 1);
}

/** Seconds until a transaction that was sent is deep enough. */
export function confirmationTime(timing: ChainTiming): number {
  return depthOf(timing) * timing.blockTime;
}

function reorgTime({ reorgDepth, blockTime }: ChainTiming): number {
  return reorgDepth * blockTime;
}

/**
 * Least seconds from T_B to T_A: three reorganisations, two outages and two confirmations of the slower chain. The
 * initiator may claim in T_B's last second; the responder has to see it through an outage of B, claim through one of A,
 * and do so again after a reorganisation.
 */
export function marginOf({ a, b }: SwapTimings): number {
  const slower = (time: (timing: ChainTiming) => number): number => Math.max(time(a), time(b));
  return 3 * slower(reorgTime) + 2 * slower(({ outage }) => outage) + 2 * slower(confirmationTime);
}

/** Seconds before T_B from which the initiator reveals nothing any more: his claim might not be deep by T_B. */
export function revealReserve({ b }: SwapTimings): number {
  return confirmationTime(b) + reorgTime(b) + b.outage;
}

/**
 * Seconds that the initiator's lock should last at least from the block it is in: what `Order.lockTime` is set to. Enough
 * for both locks to become deep and for one outage on either chain meanwhile.
 */
export function lockTimeOf(timings: SwapTimings): number {
  const { a, b } = timings;
  const locking = confirmationTime(a) + a.outage + b.blockTime + confirmationTime(b) + b.outage;
  return locking + revealReserve(timings) + marginOf(timings);
}

/** Latest moments of a swap, in Unix seconds of the chains. */
export interface SwapPlan {
  /** The responder may lock until then: later the initiator could not reveal. */
  readonly lockBy: number;
  /** The initiator may reveal the secret, by claiming leg b, until then. */
  readonly revealBy: number;
  /** T_B: from then on leg b may be refunded. */
  readonly refundB: number;
  /** The responder should have claimed leg a by then, to have it deep at T_A. */
  readonly claimBy: number;
  /** T_A: from then on leg a may be refunded. */
  readonly refundA: number;
}

/** T_B for an initiator's lock that ends at T_A: as late as the margin allows. */
export function timelockOfB(timelockA: number, timings: SwapTimings): number {
  return timelockA - marginOf(timings);
}

/**
 * Who must act until when.
 *
 * @param timelockA end of the initiator's lock
 * @param timelockB end of the responder's lock; default: as late as the margin allows
 */
export function planOf(
  timelockA: number,
  timings: SwapTimings,
  timelockB: number = timelockOfB(timelockA, timings),
): SwapPlan {
  const { a, b } = timings;
  const revealBy = timelockB - revealReserve(timings);
  return {
    lockBy: revealBy - confirmationTime(b) - b.blockTime,
    revealBy,
    refundB: timelockB,
    claimBy: timelockA - confirmationTime(a) - reorgTime(a),
    refundA: timelockA,
  };
}
