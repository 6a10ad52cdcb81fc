import type { Address } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { tallyGovernorAbi } from "../generated/abis/TallyGovernor.ts";
import { type Choice, NOTHING, type PlainChoice, paramsOf, type Split, supportOf } from "./choice.ts";
import { governorOf, tallyTokenOf } from "./contracts.ts";

/**
 * Votes, or changes one's vote until the last tenth of the period (`IGovernor.castVote` and its kin).
 *
 * @param reason in the voter's words, for everybody to read for ever
 * @throws `BadBallot` for a split of nothing
 */
export function castVote(governor: Address, proposalId: bigint, choice: Choice, reason = ""): Call {
  const support = supportOf(choice);
  if (typeof choice !== "string") {
    const args = [proposalId, support, reason, paramsOf(choice)] as const;
    return callOf(governor, tallyGovernorAbi, "castVoteWithReasonAndParams", args);
  }
  if (reason !== "") return callOf(governor, tallyGovernorAbi, "castVoteWithReason", [proposalId, support, reason]);
  return callOf(governor, tallyGovernorAbi, "castVote", [proposalId, support]);
}

/** A vote on one of several proposals. */
export interface VoteOn {
  readonly proposalId: bigint;
  readonly choice: PlainChoice;
}

/** Votes on several proposals at once, each as by itself (`IBallots.castVotes`). */
export function castVotes(governor: Address, votes: readonly VoteOn[]): Call {
  const proposals = votes.map(({ proposalId }) => proposalId);
  const supports = votes.map(({ choice }) => supportOf(choice));
  return callOf(governor, tallyGovernorAbi, "castVotes", [proposals, supports]);
}

/**
 * Makes the caller's signed ballots for a proposal void that are not included yet, and those he signs later
 * (`IBallots.withdrawBallots`). He may still vote himself.
 */
export function withdrawBallots(governor: Address, proposalId: bigint): Call {
  return callOf(governor, tallyGovernorAbi, "withdrawBallots", [proposalId]);
}

/** What of a voter's power is in a tally. */
export interface CountedBallot {
  readonly split: Split;
  readonly hasVoted: boolean;
  /** His signed ballots for it are void. */
  readonly isWithdrawn: boolean;
}

/**
 * Reads what of a voter's power is in the tally (`IBallots.ballotOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function ballotOf(reader: Reader, proposalId: bigint, voter: Address): Promise<CountedBallot> {
  const governor = governorOf(reader.network);
  const [hasVoted, isWithdrawn] = await Promise.all([
    readView(reader, governor, "hasVoted", [proposalId, voter]),
    readView(reader, governor, "hasWithdrawn", [proposalId, voter]),
  ]);
  if (!hasVoted) return { split: NOTHING, hasVoted, isWithdrawn };
  const [against, pro, abstain] = await readView(reader, governor, "ballotOf", [proposalId, voter]);
  return { split: { against, for: pro, abstain }, hasVoted, isWithdrawn };
}

/**
 * The tally of a proposal as it is now (`IBallots.proposalVotes`).
 *
 * @throws `ChainUnreachable`
 */
export async function tallyOf(reader: Reader, proposalId: bigint): Promise<Split> {
  const [against, pro, abstain] = await readView(reader, governorOf(reader.network), "proposalVotes", [proposalId]);
  return { against, for: pro, abstain };
}

/**
 * An account's power at a second that is past, as a proposal's snapshot (`IVotes.getPastVotes`).
 *
 * @throws `ERC5805FutureLookup`, `ChainUnreachable`
 */
export function votingPower(reader: Reader, voter: Address, timepoint: number): Promise<bigint> {
  return readView(reader, tallyTokenOf(reader.network), "getPastVotes", [voter, BigInt(timepoint)]);
}
