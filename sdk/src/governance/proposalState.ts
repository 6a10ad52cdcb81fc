import type { Split } from "./choice.ts";
import { outcomeOf } from "./outcome.ts";

/** In the governor's order. */
export const proposalStates = [
  "pending",
  "active",
  "canceled",
  "defeated",
  "succeeded",
  "queued",
  "expired",
  "executed",
] as const;

export type ProposalState = (typeof proposalStates)[number];

/** Seconds that a won proposal may wait to be queued, and a due one to be executed (`TallyGovernor.GRACE`). */
export const GRACE = 14 * 86_400;

/** What a proposal's state follows from. Times are Unix seconds. */
export interface ProposalFacts {
  /** Whose power counts: that of this second. The vote begins after it. */
  readonly snapshot: number;
  /** Last second of the vote, a late extension included. */
  readonly deadline: number;
  readonly quorum: bigint;
  readonly tally: Split;
  readonly isCanceled: boolean;
  readonly isExecuted: boolean;
  /** From when a queued proposal may be executed; undefined: it is not queued. */
  readonly eta?: number | undefined;
}

/** The state of a proposal in a second, as the governor's `state` tells it. */
export function stateAt(facts: ProposalFacts, now: number): ProposalState {
  if (facts.isExecuted) return "executed";
  if (facts.isCanceled) return "canceled";
  if (now <= facts.snapshot) return "pending";
  if (now <= facts.deadline) return "active";
  if (!outcomeOf(facts.tally, facts.quorum).passes) return "defeated";
  if (now > (facts.eta ?? facts.deadline) + GRACE) return "expired";
  return facts.eta === undefined ? "succeeded" : "queued";
}
