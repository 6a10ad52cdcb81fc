import { type Address, type Hex, isAddressEqual, parseEventLogs, type TransactionReceipt } from "viem";
import { type Call, callOf } from "../chain/call.ts";
import { compactSignature } from "../chain/signature.ts";
import { tallyGovernorAbi } from "../generated/abis/TallyGovernor.ts";
import type { SignedBallot } from "./ballots.ts";

/** A ballot for, against or abstaining, signed by a key, in three words (`IBallots.Slip`). */
export interface Slip {
  readonly head: bigint;
  readonly r: Hex;
  readonly vs: Hex;
}

/** Ballots for one proposal, as the governor takes them (`IBallots.Sheet`). */
export interface Sheet {
  readonly proposalId: bigint;
  readonly slips: readonly Slip[];
  readonly ballots: readonly Omit<SignedBallot, "proposalId" | "by">[];
}

/**
 * Puts ballots on sheets, one a proposal: known keys' plain ones in the short form, the rest in the long one, which takes
 * any; both in the order of the voters' places, which is the cheapest.
 *
 * @param indexOf as `voterIndexes` told; voters who are not there, or have zero, come last, in the order given
 */
export function ballotSheets(
  ballots: readonly SignedBallot[],
  indexOf: ReadonlyMap<Address, bigint> = new Map(),
): Sheet[] {
  const places = new Map([...indexOf].map(([voter, index]) => [voter.toLowerCase(), index]));
  const placeOf = ({ voter }: SignedBallot): bigint => places.get(voter.toLowerCase()) || NO_PLACE;
  const byProposal = Map.groupBy(ballots, ({ proposalId }) => proposalId);
  return [...byProposal].map(([proposalId, all]) => {
    const sorted = all.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : placeOf(a) > placeOf(b) ? 1 : 0));
    const { slip = [], ballot = [] } = Object.groupBy(sorted, (each) => (isSlip(each) ? "slip" : "ballot"));
    return { proposalId, slips: slip.map(slipOf), ballots: ballot.map(longFormOf) };
  });
}

/** After every place that a voter can have. */
const NO_PLACE = 2n ** 256n;

function isSlip({ support, params, by }: SignedBallot): boolean {
  return by === "key" && support <= 2 && params === "0x";
}

function slipOf({ voter, support, deadline, signature }: SignedBallot): Slip {
  const head = BigInt(voter) | (BigInt(support) << 160n) | (BigInt(deadline) << 168n);
  return { head, ...compactSignature(signature) };
}

function longFormOf({ voter, support, deadline, params, signature }: SignedBallot): Sheet["ballots"][number] {
  return { voter, support, deadline, params, signature };
}

/**
 * Brings voters' signed ballots to the governor (`IBallots.castBallots`). Anyone. What can't be counted is skipped and
 * named: see `ballotOutcomes`.
 */
export function castBallots(governor: Address, sheets: readonly Sheet[]): Call {
  return callOf(governor, tallyGovernorAbi, "castBallots", [sheets]);
}

/** Why a ballot was not counted (`IBallots.Skip`). */
export type SkipReason = "notActive" | "late" | "badVote" | "alreadyVoted" | "badSignature" | "noPower";

const reasons: readonly SkipReason[] = ["notActive", "late", "badVote", "alreadyVoted", "badSignature", "noPower"];

/** The reason with a number of the contract's, from 1. */
export function skipReason(code: number): SkipReason {
  const reason = reasons[code - 1];
  if (reason === undefined) throw new RangeError(`there is no reason ${code}`);
  return reason;
}

interface BallotPlace {
  readonly proposalId: bigint;
  readonly voter: Address;
}

/** What became of the ballots of one transaction, each list in the order in which they were worked off. */
export interface BallotOutcomes {
  readonly counted: readonly BallotPlace[];
  readonly skipped: readonly (BallotPlace & { readonly reason: SkipReason })[];
}

const OUTCOMES = ["VoteCast", "VoteCastWithParams", "BallotSkipped"] as const;

/** Reads from a receipt which ballots the governor counted, and which it skipped and why. */
export function ballotOutcomes(receipt: Pick<TransactionReceipt, "logs">, governor: Address): BallotOutcomes {
  const own = receipt.logs.filter((log) => isAddressEqual(log.address, governor));
  const counted: BallotPlace[] = [];
  const skipped: BallotOutcomes["skipped"][number][] = [];
  for (const log of parseEventLogs({ abi: tallyGovernorAbi, eventName: [...OUTCOMES], logs: own, strict: true })) {
    const { proposalId } = log.args;
    if (log.eventName !== "BallotSkipped") counted.push({ proposalId, voter: log.args.voter });
    else skipped.push({ proposalId, voter: log.args.voter, reason: skipReason(log.args.reason) });
  }
  return { counted, skipped };
}
