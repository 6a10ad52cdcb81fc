import type { Split } from "@tallystick/sdk/governance/choice";
import { type Effect, outcomeOf } from "@tallystick/sdk/governance/outcome";

/** What to say of a vote's effect before it is signed: keys of sentences, in order. */
export type EffectKey =
  | "effectTurnsToWon"
  | "effectTurnsToLost"
  | "effectStaysWon"
  | "effectStaysLost"
  | "effectReachesQuorum"
  | "effectLosesQuorum"
  | "effectMissesQuorum"
  | "effectTie";

/**
 * What a vote would change, if nobody else voted any more.
 *
 * @param tally as it is now
 */
export function effectKeys(tally: Split, quorum: bigint, effect: Effect): readonly EffectKey[] {
  const before = outcomeOf(tally, quorum);
  const keys: EffectKey[] = [];
  if (before.passes === effect.passes) keys.push(effect.passes ? "effectStaysWon" : "effectStaysLost");
  else keys.push(effect.passes ? "effectTurnsToWon" : "effectTurnsToLost");
  if (!effect.reachesQuorum) keys.push(before.reachesQuorum ? "effectLosesQuorum" : "effectMissesQuorum");
  else if (!before.reachesQuorum) keys.push("effectReachesQuorum");
  if (effect.after.for === effect.after.against && !effect.passes) keys.push("effectTie");
  return keys;
}
