import type { Lock } from "./lock.ts";
import type { SwapPlan } from "./plan.ts";
import type { LegName, Step, Swap, SwapNext, SwapPhase } from "./swapState.ts";

/** One leg, as it was seen. */
export interface LegFacts {
  readonly lock: Lock | undefined;
  readonly status: "none" | "unsure" | "locked" | "claimed" | "refunded";
  /** Locked, or perhaps. */
  readonly isOpen: boolean;
  /** What its status says is deep enough to act on. */
  readonly isDeep: boolean;
  /** Its time is up, by its own chain. */
  readonly isDue: boolean;
}

/** A swap and both legs, as they were seen. */
export interface Facts {
  readonly swap: Swap;
  readonly plan: SwapPlan;
  /** The chains' time; undefined unless both are seen. */
  readonly now: number | undefined;
  readonly a: LegFacts;
  readonly b: LegFacts;
}

/** How far a swap is, who must act next, until when, and what happens if nobody does. */
export function tell(facts: Facts): Pick<Step, "phase" | "next"> {
  const phase = phaseOf(facts);
  return { phase, next: nextOf(phase, facts) };
}

/** Ended for good, or never locked and too late for it. */
function isDone({ status, isDeep, isDue }: LegFacts): boolean {
  return status === "none" ? isDue : (status === "claimed" || status === "refunded") && isDeep;
}

function isBack(leg: LegFacts): boolean {
  return isDone(leg) && leg.status !== "claimed";
}

function phaseOf(facts: Facts): SwapPhase {
  const { swap, a, b } = facts;
  const isOver =
    (isDone(a) && isDone(b)) ||
    (swap.role === "initiator" && isBack(a)) ||
    (swap.role === "responder" && isBack(b) && swap.preimage === undefined);
  return isOver ? endOf(facts) : phaseUnderWay(facts);
}

function endOf({ a, b }: Facts): SwapPhase {
  const claimed = [a, b].filter(({ status }) => status === "claimed").length;
  if (claimed === 1) return "uneven";
  return claimed === 2 ? "swapped" : "returned";
}

function phaseUnderWay({ swap, a, b, now, plan }: Facts): SwapPhase {
  if (swap.preimage !== undefined || (swap.isRevealed && b.isOpen)) return "revealed";
  if (a.status === "refunded" || b.status === "refunded") return "returning";
  const isPast = (by: number): boolean => now !== undefined && now > by;
  if (b.isOpen) {
    if (isPast(plan.revealBy)) return "returning";
    return b.isDeep ? "b-locked" : "b-locking";
  }
  if (!a.isOpen) return "agreed";
  if (isPast(plan.lockBy)) return "returning";
  return a.isDeep ? "a-locked" : "a-locking";
}

const waiting = (leg: LegName): SwapNext => ({ who: "nobody", act: "wait", leg, by: undefined, otherwise: "nothing" });

function nextOf(phase: SwapPhase, facts: Facts): SwapNext {
  const { swap, plan } = facts;
  switch (phase) {
    case "agreed":
      return { who: "initiator", act: "lock", leg: "a", by: swap.startBy, otherwise: "expires" };
    case "a-locking":
      return waiting("a");
    case "a-locked":
      return { who: "responder", act: "lock", leg: "b", by: plan.lockBy, otherwise: "refund" };
    case "b-locking":
      return waiting("b");
    case "b-locked":
      return { who: "initiator", act: "claim", leg: "b", by: plan.revealBy, otherwise: "refund" };
    case "revealed":
      return nextAfterReveal(facts);
    case "returning":
      return nextOnReturn(facts);
    default:
      return waiting("a");
  }
}

function nextAfterReveal({ a, b, plan }: Facts): SwapNext {
  if (b.isOpen) return { who: "initiator", act: "claim", leg: "b", by: plan.refundB, otherwise: "loss" };
  if (a.isOpen) return { who: "responder", act: "claim", leg: "a", by: plan.claimBy, otherwise: "loss" };
  return waiting(a.isDeep ? "b" : "a");
}

function nextOnReturn({ a, b, plan }: Facts): SwapNext {
  const [leg, facts, from] = b.isOpen ? (["b", b, plan.refundB] as const) : (["a", a, plan.refundA] as const);
  if (!facts.isOpen) return waiting(leg);
  if (!facts.isDue) return { who: "nobody", act: "wait", leg, by: from, otherwise: "refund" };
  return { who: "anybody", act: "refund", leg, by: undefined, otherwise: "nothing" };
}
