import type { Reader } from "@tallystick/sdk/chain/actor";
import { type Call, calldataOf } from "@tallystick/sdk/chain/call";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import { BATCH_GAS, fittingBallots } from "@tallystick/sdk/governance/ballotBatches";
import { ballotSheets, castBallots } from "@tallystick/sdk/governance/sheets";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, decodeFunctionResult, type Hex } from "viem";
import { faultOf, timeFault } from "./check.ts";
import type { Facts, ProposalFacts, VoterFacts } from "./facts.ts";
import type { BallotRow } from "./store.ts";
import { isSameVote } from "./votes.ts";

/** A ballot, and where its voter stands in the governor's words. */
export type Placed = BallotRow & { readonly index: bigint };

export interface Mark {
  readonly id: Hex;
  readonly status: "counted" | "skipped";
  readonly reason?: string;
}

/** What of a proposal's waiting ballots is to be sent now, and what is known of the others without sending them. */
export interface Batch {
  readonly ballots: readonly Placed[];
  readonly gas: bigint;
  readonly marks: readonly Mark[];
}

export interface Sorting {
  readonly reader: Reader;
  readonly facts: Facts;
  readonly leastPower: bigint;
}

/** Why the governor would skip a ballot, in its own words (`SkipReason`). */
const skips = {
  late: "late",
  closed: "notActive",
  unknownProposal: "notActive",
  zeroPower: "noPower",
  overPower: "badVote",
  malformed: "badVote",
  withdrawn: "alreadyVoted",
} as const;

/**
 * Sorts waiting ballots of one proposal: those that the governor would count now, as many as fit, and those that it would
 * skip, which are not sent: they would cost gas. Voted already may mean counted: somebody else brought the ballot.
 */
export async function sortBatch(
  { reader, facts, leastPower }: Sorting,
  rows: readonly BallotRow[],
  proposal: ProposalFacts,
  most: bigint,
): Promise<Batch> {
  const { timestamp, number } = await facts.head();
  const voters = await facts.voters(rows, () => proposal.snapshot);
  const marks: Mark[] = [];
  const voted: BallotRow[] = [];
  const good: Placed[] = [];
  rows.forEach((row, i) => {
    const voter = voters[i] as VoterFacts;
    const fault = timeFault(row, proposal, timestamp) ?? faultOf(row, voter, leastPower);
    if (fault === "voted") voted.push(row);
    else if (fault) marks.push({ id: row.id, status: "skipped", reason: skips[fault as keyof typeof skips] });
    else good.push({ ...row, power: voter.power, index: voter.index });
  });
  const wallets = good.filter(({ by }) => by === "wallet");
  const answers = await facts.wallets(wallets.map((row) => ({ ...row, digest: row.id })));
  const denied = new Set(wallets.filter((_, i) => !answers[i]).map(({ id }) => id));
  for (const id of denied) marks.push({ id, status: "skipped", reason: "badSignature" });
  marks.push(...(await marksOfVoted(facts, voted, number - BigInt(reader.network.confirmations) + 1n)));
  const { chosen, gas } = fittingBallots(
    good.filter(({ id }) => !denied.has(id)),
    most,
  );
  return { ballots: chosen, gas, marks };
}

/** Only what is deep enough in the chain is marked: until then it waits, and is not sent. */
async function marksOfVoted(facts: Facts, voted: readonly BallotRow[], block: bigint): Promise<Mark[]> {
  const parts = await facts.ballots(voted, block < 0n ? 0n : block);
  return voted.flatMap((row, i): Mark[] => {
    const part = parts[i];
    if (!part || part.every((each) => each === 0n)) return [];
    if (isSameVote(row, part)) return [{ id: row.id, status: "counted" }];
    return [{ id: row.id, status: "skipped", reason: "alreadyVoted" }];
  });
}

/** The call that brings ballots to the governor, in the cheapest order. */
export function callOfBatch({ network }: Reader, ballots: readonly Placed[]): Call {
  const indexes = new Map<Address, bigint>(ballots.map(({ voter, index }) => [voter, index]));
  return castBallots(deployed(network).tallyGovernor, ballotSheets(ballots, indexes));
}

/** How many of the ballots the governor would count now. */
export async function tryBatch(reader: Reader, relayer: Address, ballots: readonly Placed[]): Promise<number> {
  const call = callOfBatch(reader, ballots);
  const { data } = await reader.client.call({
    account: relayer,
    to: call.address,
    data: calldataOf(call),
    gas: BATCH_GAS,
  });
  const counted = decodeFunctionResult({ abi: tallyGovernorAbi, functionName: "castBallots", data: data ?? "0x" });
  return Number(counted);
}

/**
 * Finds the ballots that the governor would skip though everything that can be read speaks for them (a wallet that answers
 * the governor otherwise, power that moved): by halves, so that one bad ballot among hundreds takes ten questions.
 */
export async function uncounted(reader: Reader, relayer: Address, ballots: readonly Placed[]): Promise<Placed[]> {
  if (ballots.length === 0) return [];
  const counted = await tryBatch(reader, relayer, ballots);
  if (counted === ballots.length) return [];
  if (counted === 0 || ballots.length === 1) return [...ballots];
  const middle = Math.ceil(ballots.length / 2);
  const first = await uncounted(reader, relayer, ballots.slice(0, middle));
  return [...first, ...(await uncounted(reader, relayer, ballots.slice(middle)))];
}
