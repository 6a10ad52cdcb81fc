import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Proposals and votes. Titles, descriptions and reasons are strangers' text. Power in base units of TallyToken.

export const proposal = onchainTable(
  "proposal",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.bigint().notNull(),
    proposer: t.hex().notNull(),
    title: t.text().notNull(),
    description: t.text().notNull(),
    createdAt: t.bigint().notNull(),
    /** Second whose power counts; the vote begins after it. */
    snapshot: t.bigint().notNull(),
    /** Last second of the vote: as planned, or later where the quorum came late. */
    deadline: t.bigint().notNull(),
    plannedDeadline: t.bigint().notNull(),
    /** Last second in which a vote can be changed. */
    changesCloseAt: t.bigint().notNull(),
    quorum: t.bigint().notNull(),
    isCritical: t.boolean().notNull(),
    forVotes: t.bigint().notNull(),
    againstVotes: t.bigint().notNull(),
    abstainVotes: t.bigint().notNull(),
    /** Whether it would be won if the vote ended with this tally. */
    isWon: t.boolean().notNull(),
    /** Voters in the tally. */
    ballots: t.integer().notNull(),
    /** Last second in which it can be queued, once it is won. */
    queueBy: t.bigint().notNull(),
    canceledAt: t.bigint(),
    queuedAt: t.bigint(),
    /** From when on it can be executed, and its last second. */
    eta: t.bigint(),
    executeBy: t.bigint(),
    executedAt: t.bigint(),
    /** In which it was proposed. */
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byTime: index().on(table.chainId, table.createdAt),
    byProposer: index().on(table.chainId, table.proposer),
    bySnapshot: index().on(table.chainId, table.snapshot),
    byDeadline: index().on(table.chainId, table.deadline),
  }),
);

export const proposalAction = onchainTable(
  "proposal_action",
  (t) => ({
    chainId: t.integer().notNull(),
    proposal: t.bigint().notNull(),
    position: t.integer().notNull(),
    target: t.hex().notNull(),
    value: t.bigint().notNull(),
    data: t.hex().notNull(),
    /** Of the target's code when it was proposed: other code is refused. */
    codeHash: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.proposal, table.position] }),
    byTarget: index().on(table.chainId, table.target),
  }),
);

/** Who lent a proposal power to reach the threshold, and how much. */
export const proposalSponsor = onchainTable(
  "proposal_sponsor",
  (t) => ({
    chainId: t.integer().notNull(),
    proposal: t.bigint().notNull(),
    sponsor: t.hex().notNull(),
    power: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.proposal, table.sponsor] }),
  }),
);

export const ballotWay = onchainEnum("ballot_way", ["direct", "relayed"]);

/** What of a voter's power is in a proposal's tally. */
export const ballot = onchainTable(
  "ballot",
  (t) => ({
    chainId: t.integer().notNull(),
    proposal: t.bigint().notNull(),
    voter: t.hex().notNull(),
    /** 0 against, 1 for, 2 abstain, 255 split. */
    support: t.integer().notNull(),
    weight: t.bigint().notNull(),
    forVotes: t.bigint().notNull(),
    againstVotes: t.bigint().notNull(),
    abstainVotes: t.bigint().notNull(),
    reason: t.text().notNull(),
    /** By the voter's own transaction, or by somebody else's. */
    way: ballotWay().notNull(),
    /** How often the voter changed his mind. */
    changes: t.integer().notNull(),
    castAt: t.bigint().notNull(),
    changedAt: t.bigint().notNull(),
    /** Of the vote that counts. */
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.proposal, table.voter] }),
    byWeight: index().on(table.chainId, table.proposal, table.weight),
    byTime: index().on(table.chainId, table.proposal, table.castAt),
    byVoter: index().on(table.chainId, table.voter, table.castAt),
  }),
);

export const ballotSkipReason = onchainEnum("ballot_skip_reason", [
  "none",
  "notActive",
  "late",
  "badVote",
  "alreadyVoted",
  "badSignature",
  "noPower",
]);

/** A signed ballot that was not counted. Anybody can have one named of anybody, for any proposal. */
export const ballotSkip = onchainTable(
  "ballot_skip",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    proposal: t.bigint().notNull(),
    voter: t.hex().notNull(),
    reason: ballotSkipReason().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byProposal: index().on(table.chainId, table.proposal, table.voter),
  }),
);

/** A voter made his signed ballots void; in force until he votes himself. */
export const ballotWithdrawal = onchainTable(
  "ballot_withdrawal",
  (t) => ({
    chainId: t.integer().notNull(),
    proposal: t.bigint().notNull(),
    voter: t.hex().notNull(),
    inForce: t.boolean().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.proposal, table.voter] }),
  }),
);

/** The tally over time: after the last vote of each of at most 201 stretches of a proposal's vote. */
export const scorePoint = onchainTable(
  "score_point",
  (t) => ({
    chainId: t.integer().notNull(),
    proposal: t.bigint().notNull(),
    position: t.integer().notNull(),
    at: t.bigint().notNull(),
    forVotes: t.bigint().notNull(),
    againstVotes: t.bigint().notNull(),
    abstainVotes: t.bigint().notNull(),
    ballots: t.integer().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.proposal, table.position] }),
  }),
);

/** A change of a setting of governor, treasury or receivables; numbers in decimals, addresses as such. */
export const governanceSetting = onchainTable(
  "governance_setting",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    name: t.text().notNull(),
    before: t.text(),
    after: t.text().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex, table.name] }),
    byName: index().on(table.chainId, table.name, table.at),
  }),
);
