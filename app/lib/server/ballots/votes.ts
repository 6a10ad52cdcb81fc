import { choiceOf, partsOf } from "@tallystick/sdk/governance/choice";
import type { BallotRow } from "./store.ts";

/** Whether what of a voter's power is in the tally is what his ballot says. */
export function isSameVote(
  { support, params, power }: Pick<BallotRow, "support" | "params" | "power">,
  counted: readonly [against: bigint, pro: bigint, abstain: bigint] | undefined,
): boolean {
  const choice = choiceOf(support, params);
  if (!choice || !counted) return false;
  const parts = partsOf(choice, power);
  return parts.against === counted[0] && parts.for === counted[1] && parts.abstain === counted[2];
}
