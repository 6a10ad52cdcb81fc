import { plainChoices } from "@tallystick/sdk/governance/choice";
import type { IndexedBallot } from "@tallystick/sdk/indexer/governanceFields";
import { formatUnits } from "viem";
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
    iso(ballot.castAt),
    iso(ballot.changedAt),
    ballot.transaction,
    ballot.reason,
  ]);
  return [[...columns], ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

const units = (amount: bigint) => formatUnits(amount, tallyDecimals);
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");

/** Reasons are strangers' text: a spreadsheet must not take one for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
