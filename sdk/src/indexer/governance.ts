import type { Address } from "viem";
import { type ProposalState, stateAt } from "../governance/proposalState.ts";
import { ask, askPage, askRoute, type IndexerOptions, low, type PageChoice } from "./ask.ts";
import { address, big, listOf, num, optional, type Page, row, text } from "./fields.ts";
import {
  ballotFields,
  ballotSkipFields,
  ballotWithdrawalFields,
  type IndexedBallot,
  type IndexedBallotSkip,
  type IndexedBallotWithdrawal,
  type IndexedProposal,
  type IndexedProposalDetail,
  proposalDetailFields,
  proposalFields,
  type ScorePoint,
  scorePointFields,
} from "./governanceFields.ts";

/** Which proposals are asked for: those that are all of it. */
export interface ProposalFilter {
  /** In one of these states. */
  readonly states?: readonly ProposalState[] | undefined;
  readonly proposer?: Address | undefined;
  /** Which this account may vote on, by its power at the snapshot, and has not. */
  readonly needsVoteOf?: Address | undefined;
  /** Words that stand in the description, in any case. At most 200 characters, 8 words. */
  readonly text?: string | undefined;
  /** Unix second in which states are asked for; the indexer's own clock where it is left out. */
  readonly now?: number | undefined;
}

const foundProposals = row({ items: listOf(row(proposalFields)), total: num, next: optional(text) });

/** Proposals, newest first. */
export async function proposals(
  options: IndexerOptions,
  chainId: number,
  filter: ProposalFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedProposal>> {
  const { states, ...rest } = filter;
  const asked = { chainId, ...rest, state: states?.join(","), limit: choice.limit, after: choice.after };
  const { items, total, next } = await askRoute(options, "/governance/proposals", asked, foundProposals);
  return { items, totalCount: total, next };
}

/**
 * A proposal's state in a second, from the indexer's row: as the governor's `state` in a block of that second, now or
 * before.
 *
 * @param now unix seconds
 */
export function stateOf(proposal: IndexedProposal, now: number): ProposalState {
  const isPast = (at: number | undefined): boolean => at !== undefined && at <= now;
  const { snapshot, deadline, quorum, forVotes, againstVotes, abstainVotes } = proposal;
  return stateAt(
    {
      ...{ snapshot, deadline, quorum },
      tally: { for: forVotes, against: againstVotes, abstain: abstainVotes },
      isCanceled: isPast(proposal.canceledAt),
      isExecuted: isPast(proposal.executedAt),
      eta: isPast(proposal.queuedAt) ? proposal.eta : undefined,
    },
    now,
  );
}

/** A proposal with its actions and sponsors; undefined when it is not known. */
export function proposalDetail(
  options: IndexerOptions,
  chainId: number,
  id: bigint,
): Promise<IndexedProposalDetail | undefined> {
  return ask(options, {
    root: "proposal",
    field: optional(row(proposalDetailFields)),
    types: "$chainId: Float!, $id: BigInt!",
    args: "chainId: $chainId, id: $id",
    variables: { chainId, id: String(id) },
  });
}

/** How ballots are chosen and ordered. */
export interface BallotPageChoice extends PageChoice {
  /** 0 against, 1 for, 2 abstain, 255 split. */
  readonly support?: number | undefined;
  /** Left out: by weight. */
  readonly orderBy?: "weight" | "castAt" | undefined;
  /** Left out: the greatest or newest first. */
  readonly descending?: boolean | undefined;
}

/** The ballots in a proposal's tally. */
export function ballotsOf(
  options: IndexerOptions,
  chainId: number,
  proposal: bigint,
  { support, orderBy = "weight", descending = true, ...choice }: BallotPageChoice = {},
): Promise<Page<IndexedBallot>> {
  const where = { chainId, proposal: String(proposal), ...(support === undefined ? {} : { support }) };
  return askPage(options, "ballots", ballotFields, where, { ...choice, orderBy, descending });
}

/** What an account voted, newest first. */
export function ballotsBy(
  options: IndexerOptions,
  chainId: number,
  voter: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedBallot>> {
  const where = { chainId, voter: low(voter) };
  return askPage(options, "ballots", ballotFields, where, { ...choice, orderBy: "castAt", descending: true });
}

/** Signed ballots that were not counted, newest first; of a voter, if one is named. Anybody can name anybody here. */
export function skipsOf(
  options: IndexerOptions,
  chainId: number,
  proposal: bigint,
  { voter, ...choice }: PageChoice & { readonly voter?: Address | undefined } = {},
): Promise<Page<IndexedBallotSkip>> {
  const where = { chainId, proposal: String(proposal), ...(voter === undefined ? {} : { voter: low(voter) }) };
  return askPage(options, "ballotSkips", ballotSkipFields, where, { ...choice, orderBy: "at", descending: true });
}

/** Who made his signed ballots for a proposal void. */
export function withdrawalsOf(
  options: IndexerOptions,
  chainId: number,
  proposal: bigint,
  choice: PageChoice = {},
): Promise<Page<IndexedBallotWithdrawal>> {
  const where = { chainId, proposal: String(proposal) };
  const order = { orderBy: "at", descending: true };
  return askPage(options, "ballotWithdrawals", ballotWithdrawalFields, where, { ...choice, ...order });
}

/** The tally over time, for a chart: at most some 200 points, the last being the tally as it is. */
export async function scorePoints(
  options: IndexerOptions,
  chainId: number,
  proposal: bigint,
): Promise<readonly ScorePoint[]> {
  const where = { chainId, proposal: String(proposal) };
  const choice = { limit: 1_000, orderBy: "at" };
  return (await askPage(options, "scorePoints", scorePointFields, where, choice)).items;
}

const absentee = { account: address, power: big, delegators: num };
const foundAbsentees = row({ items: listOf(row(absentee)), total: num, power: big, next: optional(text) });

/** Somebody who could vote and has not, with the power he could vote with. */
export type Absentee = ReturnType<typeof foundAbsentees.read>["items"][number];

/**
 * Who has power at a proposal's snapshot and has not voted, the most powerful first; `power` is theirs together. The
 * treasury and nobody's account never vote, and are left out.
 */
export async function absentees(
  options: IndexerOptions,
  chainId: number,
  proposal: bigint,
  choice: PageChoice = {},
): Promise<Page<Absentee> & { readonly power: bigint }> {
  const asked = { chainId, proposal, limit: choice.limit, after: choice.after };
  const { items, total, power, next } = await askRoute(options, "/governance/absentees", asked, foundAbsentees);
  return { items, totalCount: total, power, next };
}
