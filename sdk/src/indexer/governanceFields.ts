import { address, big, bool, hex, num, oneOf, optional, type RowOf, rows, text } from "./fields.ts";

// The indexer's tables about proposals and votes as this client asks for them. Power in base units of the TallyToken.

export const proposalFields = {
  chainId: num,
  id: big,
  proposer: address,
  /** The description's first line. A stranger's text, as the description. */
  title: text,
  description: text,
  createdAt: num,
  /** Second whose power counts; the vote begins after it. */
  snapshot: num,
  /** Last second of the vote, a late extension included. */
  deadline: num,
  plannedDeadline: num,
  /** Last second in which a vote can be changed. */
  changesCloseAt: num,
  quorum: big,
  isCritical: bool,
  forVotes: big,
  againstVotes: big,
  abstainVotes: big,
  /** Whether it would be won if the vote ended with this tally. */
  isWon: bool,
  /** How many voted. */
  ballots: num,
  /** Last second in which it can be queued, once it is won. */
  queueBy: num,
  canceledAt: optional(num),
  queuedAt: optional(num),
  /** From when on it can be executed, and its last second. */
  eta: optional(num),
  executeBy: optional(num),
  executedAt: optional(num),
  transaction: hex,
};

export const proposalActionFields = {
  position: num,
  target: address,
  value: big,
  data: hex,
  /** Of the target's code when it was proposed. */
  codeHash: hex,
};

export const proposalDetailFields = {
  ...proposalFields,
  actions: rows(proposalActionFields, 'limit: 1000, orderBy: "position", orderDirection: "asc"'),
  sponsors: rows({ sponsor: address, power: big }),
};

export const ballotFields = {
  proposal: big,
  voter: address,
  /** 0 against, 1 for, 2 abstain, 255 split. */
  support: num,
  weight: big,
  forVotes: big,
  againstVotes: big,
  abstainVotes: big,
  /** A stranger's text. */
  reason: text,
  /** By the voter's own transaction, or by somebody else's. */
  way: oneOf("direct", "relayed"),
  /** How often the voter changed his mind. */
  changes: num,
  castAt: num,
  changedAt: num,
  transaction: hex,
};

export const ballotSkipFields = {
  proposal: big,
  voter: address,
  reason: oneOf("none", "notActive", "late", "badVote", "alreadyVoted", "badSignature", "noPower"),
  at: num,
  transaction: hex,
};

export const ballotWithdrawalFields = { voter: address, inForce: bool, at: num, transaction: hex };

export const scorePointFields = {
  position: num,
  at: num,
  forVotes: big,
  againstVotes: big,
  abstainVotes: big,
  ballots: num,
};

export type IndexedProposal = RowOf<typeof proposalFields>;
export type IndexedProposalDetail = RowOf<typeof proposalDetailFields>;
export type IndexedBallot = RowOf<typeof ballotFields>;
export type IndexedBallotSkip = RowOf<typeof ballotSkipFields>;
export type IndexedBallotWithdrawal = RowOf<typeof ballotWithdrawalFields>;
export type ScorePoint = RowOf<typeof scorePointFields>;
