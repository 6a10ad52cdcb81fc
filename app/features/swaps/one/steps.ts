import type { SwapPhase } from "@tallystick/sdk/swaps/swapState";
import type { LegFound } from "./swap-of.ts";
import type { Viewer } from "./telling.ts";

/** One thing that happens in a swap: `swaps.step_<what>`. */
export interface SwapStep {
  readonly what: "lock" | "claim" | "back";
  /** Which of the two locks it is about. */
  readonly leg: "first" | "second";
  /** Whose it is to do, or who gets it back. */
  readonly who: "initiator" | "responder";
  readonly state: "done" | "now" | "ahead";
}

type Ended = Pick<LegFound, "state"> | undefined;

const isEndedBy = (leg: Ended, status: "claimed" | "refunded"): boolean => leg?.state.status === status;

const returns: readonly SwapPhase[] = ["returning", "returned", "agreed", "uneven"];

/**
 * What happens in a swap, in its order: two locks and two claims; or, where it does not come about, what goes back in place
 * of the claims. The first that is not done is the present one.
 */
export function stepsOf(phase: SwapPhase, first: Ended, second: Ended): readonly SwapStep[] {
  const isBack = returns.includes(phase);
  const ends = (leg: Ended, name: "first" | "second"): readonly Omit<SwapStep, "state">[] => {
    const [owner, recipient] =
      name === "first" ? (["initiator", "responder"] as const) : (["responder", "initiator"] as const);
    if (isBack && !isEndedBy(leg, "claimed")) return leg ? [{ what: "back", leg: name, who: owner }] : [];
    return [{ what: "claim", leg: name, who: recipient }];
  };
  const steps: readonly Omit<SwapStep, "state">[] = [
    { what: "lock", leg: "first", who: "initiator" },
    ...(isBack && !second ? [] : [{ what: "lock", leg: "second", who: "responder" } as const]),
    ...ends(second, "second"),
    ...ends(first, "first"),
  ];
  const isDeep = phase !== "a-locking" && phase !== "b-locking";
  const isDone = ({ what, leg }: Omit<SwapStep, "state">): boolean => {
    const found = leg === "first" ? first : second;
    if (what !== "lock") return isEndedBy(found, what === "claim" ? "claimed" : "refunded");
    return found !== undefined && (isDeep || (leg === "first" && phase === "b-locking"));
  };
  const present = steps.findIndex((step) => !isDone(step));
  return steps.map((step, i) => ({ ...step, state: isDone(step) ? "done" : i === present ? "now" : "ahead" }));
}

/** Whether a step is the viewer's own. */
export function isOwnStep({ who }: SwapStep, viewer: Viewer): boolean {
  return who === viewer;
}
