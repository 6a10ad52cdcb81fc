import type { Address, Hex } from "viem";
import type { Lock } from "./lock.ts";
import type { ChainTiming } from "./plan.ts";

// What the state machine of a swap (`step`, machine.ts) is told and tells.

/** The initiator draws the secret and locks first (leg a); the responder locks second (leg b); a watchtower locks nothing. */
export type SwapRole = "initiator" | "responder" | "watchtower";

export type LegName = "a" | "b";

/** One of the two locks of a swap, as it is or is to be. */
export interface SwapLeg {
  readonly chainId: number;
  readonly hashLock: Address;
  readonly timing: ChainTiming;
  /**
   * Exact terms; of leg b, except for the responder, bounds: at least this amount without tip, no later than this
   * timelock, any refundee and salt.
   */
  readonly terms: Lock;
}

/** A swap, as one party (or a watchtower) knows it. Plain data: it can be kept, sent and shown. */
export interface Swap {
  /** Id of leg a's lock. */
  readonly id: Hex;
  readonly role: SwapRole;
  readonly a: SwapLeg;
  readonly b: SwapLeg;
  /** The secret, once it has been seen on a chain: it stays known when the block that showed it is gone. */
  readonly preimage?: Hex | undefined;
  /** The initiator has been told to claim leg b: the secret may be out. */
  readonly isRevealed: boolean;
  /** The own lock has been deep, or has ended: it is never made again. */
  readonly hasLocked: boolean;
  /** Unix second of the chains until which the initiator may lock: later his lock would be too short for the order. */
  readonly startBy: number;
}

/** How a lock stands. Depth counts blocks, its own among them: 1 is the newest block's. */
export type LockState =
  /** The endpoints contradict each other. */
  | { readonly status: "unsure" }
  | { readonly status: "locked"; readonly block: number; readonly depth: number }
  | { readonly status: "claimed"; readonly preimage: Hex; readonly depth: number }
  | { readonly status: "refunded"; readonly depth: number };

/** A lock that was found by its events. */
export interface FoundLock {
  readonly id: Hex;
  readonly lock: Lock;
  readonly state: LockState;
}

/** What was read of one chain. */
export interface ChainView {
  /** Newest block; undefined while the chain can't be seen, stands still or is not the one it should be. */
  readonly head: { readonly number: number; readonly time: number } | undefined;
  /** Every lock with the swap's hashlock in the leg's contract, open or ended. */
  readonly locks: readonly FoundLock[];
}

/** What was read of both chains. */
export interface Observation {
  readonly a: ChainView;
  readonly b: ChainView;
}

/** What is to be done now. Told again at every step for as long as it is due: whoever acts takes care not to act twice. */
export type SwapEffect =
  | {
      readonly kind: "lock";
      readonly leg: LegName;
      readonly lock: Lock;
      /** Unix second of the chains after which it is too late. */
      readonly by: number;
    }
  | {
      readonly kind: "claim";
      readonly leg: LegName;
      readonly lock: Lock;
      /** Undefined: the initiator's own secret, which becomes public by this. */
      readonly preimage: Hex | undefined;
    }
  | { readonly kind: "refund"; readonly leg: LegName; readonly lock: Lock };

/** How far a swap is. */
export type SwapPhase =
  /** Nothing is locked. */
  | "agreed"
  /** Leg a is locked, and not deep yet. */
  | "a-locking"
  /** Leg a is deep: the responder's turn. */
  | "a-locked"
  | "b-locking"
  /** Both are deep: the initiator's turn. */
  | "b-locked"
  /** The secret is public; something is still to be claimed, or to become deep. */
  | "revealed"
  /** T_B has passed without the secret; money is on its way back. */
  | "returning"
  /** Ended: both legs were claimed. */
  | "swapped"
  /** Ended: nothing was claimed, all that was locked is back. */
  | "returned"
  /** Ended: one leg was claimed, the other refunded. Never with honest parties within what the chains promise. */
  | "uneven";

/** Who must act next, until when, and what comes if nobody does. */
export interface SwapNext {
  readonly who: "initiator" | "responder" | "anybody" | "nobody";
  readonly act: "lock" | "claim" | "refund" | "wait";
  readonly leg: LegName;
  /** Unix second of the chains; undefined: as soon as blocks come. */
  readonly by: number | undefined;
  /** Unless it is done. */
  readonly otherwise: "expires" | "refund" | "loss" | "nothing";
}

export interface Step {
  readonly swap: Swap;
  readonly effects: readonly SwapEffect[];
  readonly phase: SwapPhase;
  readonly next: SwapNext;
}

/** Whether a swap in this phase needs nobody any more. */
export function isOver(phase: SwapPhase): boolean {
  return phase === "swapped" || phase === "returned" || phase === "uneven";
}
