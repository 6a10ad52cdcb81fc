import { plainChoices } from "@tallystick/sdk/governance/choice";
import type { IndexedBallot } from "@tallystick/sdk/indexer/governanceFields";
import { formatUnits } from "viem";
import { csvText, isoTime } from "../../../lib/csv-text.ts";
import { tallyDecimals } from "../../../lib/format.ts";

const columns = [
  "voter",
  "choice",
  "power",
  "for",
  "against",
  "abstain",
  "way",
  "changes",
  "castAt",
  "changedAt",
  "transaction",
  "reason",
] as const;

/** The votes as a table for other programs (RFC 4180): power in whole TALLY, exact, and times in UTC. */
export function votesCsv(ballots: readonly IndexedBallot[]): string {
  const rows = ballots.map((ballot) => [
    ballot.voter,
    plainChoices[ballot.support] ?? "split",
    units(ballot.weight),
    units(ballot.forVotes),
    units(ballot.againstVotes),
    units(ballot.abstainVotes),
    ballot.way,
    String(ballot.changes),
    isoTime(ballot.castAt),
    isoTime(ballot.changedAt),
    ballot.transaction,
    ballot.reason,
  ]);
  return csvText([columns, ...rows]);
}

const units = (amount: bigint) => formatUnits(amount, tallyDecimals);
