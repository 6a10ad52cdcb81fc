import { type Choice, NOTHING, partsOf, type Split } from "./choice.ts";

// The governor's rules, without its ABI: pages that only show a result load this alone.

/** What a vote would make of a tally. */
export interface Effect {
  readonly after: Split;
  /** For and abstain together reach the quorum. */
  readonly reachesQuorum: boolean;
  /** It would be won, if the vote ended so. */
  readonly passes: boolean;
}

/**
 * What a vote would make of a tally, by the governor's rules.
 *
 * @param power the voter's at the snapshot
 * @param before what of his is in the tally already (`ballotOf`)
 */
export function effectOf(tally: Split, quorum: bigint, choice: Choice, power: bigint, before: Split = NOTHING): Effect {
  const own = partsOf(choice, power);
  const after: Split = {
    against: tally.against - before.against + own.against,
    for: tally.for - before.for + own.for,
    abstain: tally.abstain - before.abstain + own.abstain,
  };
  return { after, ...outcomeOf(after, quorum) };
}

/** Whether a tally reaches the quorum, and wins: for and abstain count towards it, more for than against wins. */
export function outcomeOf(tally: Split, quorum: bigint): Pick<Effect, "reachesQuorum" | "passes"> {
  const reachesQuorum = tally.for + tally.abstain >= quorum;
  return { reachesQuorum, passes: reachesQuorum && tally.for > tally.against };
}
