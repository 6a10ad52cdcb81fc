import { choiceOf, partsOf } from "@tallystick/sdk/governance/choice";
import { outcomeOf } from "@tallystick/sdk/governance/outcome";
import { titleOf } from "@tallystick/sdk/governance/proposals";
import type { Address, Hex } from "viem";
import type { ballot, proposal, scorePoint } from "../../schema/governance.ts";
import type { Origin } from "../origin.ts";
import { plainText } from "../text.ts";

// Proposals and ballots as pure functions of an event and of the rows before it, by the rules of contracts/governance.

export type ProposalRow = typeof proposal.$inferSelect;
export type BallotRow = typeof ballot.$inferSelect;

/** For, against and abstaining: of a ballot, or of all. */
type Votes = Pick<ProposalRow, "forVotes" | "againstVotes" | "abstainVotes">;

interface Creation {
  readonly proposalId: bigint;
  readonly proposer: Address;
  readonly voteStart: bigint;
  readonly voteEnd: bigint;
  readonly description: string;
}

/** @param grace seconds in which a won proposal can be queued */
export function newProposal(origin: Origin, event: Creation, grace: bigint): ProposalRow {
  const { voteStart: snapshot, voteEnd: deadline } = event;
  const description = plainText(event.description);
  return {
    chainId: origin.chainId,
    id: event.proposalId,
    proposer: event.proposer,
    title: titleOf(description),
    description,
    createdAt: origin.at,
    snapshot,
    deadline,
    plannedDeadline: deadline,
    changesCloseAt: snapshot + ((deadline - snapshot) * 9n) / 10n,
    // Told by the event that follows.
    quorum: 0n,
    isCritical: false,
    forVotes: 0n,
    againstVotes: 0n,
    abstainVotes: 0n,
    isWon: false,
    ballots: 0,
    queueBy: deadline + grace,
    canceledAt: null,
    queuedAt: null,
    eta: null,
    executeBy: null,
    executedAt: null,
    transaction: origin.transaction,
  };
}

/**
 * What a vote puts into the tally: all power on one side, or a split's parts.
 *
 * @throws for a kind of vote that is not known: indexing stops rather than guess
 */
export function votesIn(support: number, weight: bigint, params: Hex): Votes {
  const choice = choiceOf(support, params);
  if (choice === undefined) throw new Error(`A vote has the support ${support}, which this indexer does not know.`);
  const parts = partsOf(choice, weight);
  return { forVotes: parts.for, againstVotes: parts.against, abstainVotes: parts.abstain };
}

interface Vote {
  readonly proposalId: bigint;
  readonly voter: Address;
  readonly support: number;
  readonly weight: bigint;
  readonly reason: string;
  readonly params: Hex;
}

/** A voter's ballot after a vote: his first, or a change of mind. */
export function ballotAfter(origin: Origin, event: Vote, before: BallotRow | null, sender: Address): BallotRow {
  const { proposalId, voter, support, weight, reason, params } = event;
  return {
    chainId: origin.chainId,
    proposal: proposalId,
    voter,
    support,
    weight,
    ...votesIn(support, weight, params),
    reason: plainText(reason),
    way: sender.toLowerCase() === voter.toLowerCase() ? "direct" : "relayed",
    changes: before === null ? 0 : before.changes + 1,
    castAt: before?.castAt ?? origin.at,
    changedAt: origin.at,
    transaction: origin.transaction,
  };
}

/** Whether a tally would win. */
export const isWonBy = ({ forVotes, againstVotes, abstainVotes }: Votes, quorum: bigint): boolean =>
  outcomeOf({ for: forVotes, against: againstVotes, abstain: abstainVotes }, quorum).passes;

/** A proposal's tally with a ballot in it, and without that voter's earlier one. */
export function counted(
  row: ProposalRow,
  before: BallotRow | null,
  after: BallotRow,
): Votes & Pick<ProposalRow, "isWon" | "ballots"> {
  const votes = {
    forVotes: row.forVotes + after.forVotes - (before?.forVotes ?? 0n),
    againstVotes: row.againstVotes + after.againstVotes - (before?.againstVotes ?? 0n),
    abstainVotes: row.abstainVotes + after.abstainVotes - (before?.abstainVotes ?? 0n),
  };
  return { ...votes, isWon: isWonBy(votes, row.quorum), ballots: row.ballots + (before === null ? 1 : 0) };
}

const PLANNED_POINTS = 160n;
const LATE_POINTS = 40n;

/** Which point of the score over time a vote falls in: so many in the period as planned, some more in what was added. */
export function pointOf({ snapshot, plannedDeadline, deadline }: ProposalRow, at: bigint): number {
  const [from, to, first, points] =
    at <= plannedDeadline
      ? [snapshot, plannedDeadline, 0n, PLANNED_POINTS]
      : [plannedDeadline, deadline, PLANNED_POINTS, LATE_POINTS];
  return Number(first + ((at - from) * points) / (to - from));
}

/** The score after a vote. */
export function scoreAfter(row: ProposalRow, at: bigint): typeof scorePoint.$inferSelect {
  const { chainId, id, forVotes, againstVotes, abstainVotes, ballots } = row;
  return { chainId, proposal: id, position: pointOf(row, at), at, forVotes, againstVotes, abstainVotes, ballots };
}
