import { BATCH_BASE, BATCH_GAS, gasOfBallot } from "@tallystick/sdk/governance/ballotBatches";
import type { RelaySettings } from "./settings.ts";

export interface Due {
  readonly count: number;
  /** Milliseconds that the oldest has waited. */
  readonly waited: number;
  /** Seconds of the chain until the vote ends, or the first deadline of a ballot that waits. */
  readonly left: number;
}

/** Before an end ballots wait less for others, and at last not at all: in times, and in parts, of `every`. */
const RUSH = 3;
const PARTS = 10;
const LAST = 5;

/** Whether a proposal's ballots are to be sent now: enough wait, the oldest has waited enough, or an end is near. */
export function isDue(
  { count, waited, left }: Due,
  { batchSize, every }: Pick<RelaySettings, "batchSize" | "every">,
): boolean {
  if (count === 0) return false;
  if (count >= batchSize || left <= every / LAST) return true;
  const patience = left <= every * RUSH ? every / PARTS : every;
  return waited >= patience * 1_000;
}

/** Less than a batch of one takes is nothing. */
const LEAST = gasOfBallot({ by: "key", support: 1, index: 1n }) + BATCH_BASE;

/** Gas that may still be spent on a proposal now. */
export function gasLeft(
  spent: { readonly today: bigint; readonly onProposal: bigint },
  { gasADay, gasAProposal }: Pick<RelaySettings, "gasADay" | "gasAProposal">,
): bigint {
  const [day, proposal] = [gasADay - spent.today, gasAProposal - spent.onProposal];
  const least = day < proposal ? day : proposal;
  if (least < LEAST) return 0n;
  return least < BATCH_GAS ? least : BATCH_GAS;
}
