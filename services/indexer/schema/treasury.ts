import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// The treasury's money and rules, and dividends. Amounts in base units of their token; token zero is ether.

export const treasuryMoveKind = onchainEnum("treasury_move_kind", ["received", "spent", "allowed", "taken"]);

/**
 * Money that came in, was spent (`spend`), may be taken by a spender (`allow`), or left otherwise: an allowance that was
 * used, or a transfer by a critical proposal. What comes in and is taken is as the token's own events say, and anybody
 * can make a token that says anything.
 */
export const treasuryMove = onchainTable(
  "treasury_move",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    kind: treasuryMoveKind().notNull(),
    token: t.hex().notNull(),
    /** From or to whom. */
    other: t.hex().notNull(),
    amount: t.bigint().notNull(),
    /** By whose execution; null: by none. */
    proposal: t.bigint(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byTime: index().on(table.chainId, table.at),
    byToken: index().on(table.chainId, table.token),
    byProposal: index().on(table.chainId, table.proposal),
  }),
);

/** A token that the treasury had to do with; how much of it there is, the token says. */
export const treasuryToken = onchainTable(
  "treasury_token",
  (t) => ({
    chainId: t.integer().notNull(),
    token: t.hex().notNull(),
    moves: t.integer().notNull(),
    firstAt: t.bigint().notNull(),
    lastAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.token] }),
  }),
);

/** What ordinary proposals may spend of a token within any `window` seconds. */
export const treasuryLimit = onchainTable(
  "treasury_limit",
  (t) => ({
    chainId: t.integer().notNull(),
    token: t.hex().notNull(),
    amount: t.bigint().notNull(),
    window: t.bigint().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.token] }),
  }),
);

/** A contract whose every call needs the critical track, or once did. */
export const criticalTarget = onchainTable(
  "critical_target",
  (t) => ({
    chainId: t.integer().notNull(),
    target: t.hex().notNull(),
    isCritical: t.boolean().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.target] }),
  }),
);

export const dividendRound = onchainTable(
  "dividend_round",
  (t) => ({
    chainId: t.integer().notNull(),
    round: t.integer().notNull(),
    token: t.hex().notNull(),
    from: t.hex().notNull(),
    amount: t.bigint().notNull(),
    /** What one base unit of TallyToken earned in this round, times 2^96. */
    perShare: t.bigint().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.round] }),
    byToken: index().on(table.chainId, table.token),
  }),
);

/** A token that dividends are paid in, with its running totals. */
export const dividendToken = onchainTable(
  "dividend_token",
  (t) => ({
    chainId: t.integer().notNull(),
    token: t.hex().notNull(),
    perShare: t.bigint().notNull(),
    rounds: t.integer().notNull(),
    deposited: t.bigint().notNull(),
    claimed: t.bigint().notNull(),
    lastAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.token] }),
  }),
);

export const dividendClaim = onchainTable(
  "dividend_claim",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    account: t.hex().notNull(),
    token: t.hex().notNull(),
    to: t.hex().notNull(),
    amount: t.bigint().notNull(),
    /** Round up to which the account has claimed. */
    upTo: t.integer().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byAccount: index().on(table.chainId, table.account),
    byToken: index().on(table.chainId, table.token),
  }),
);
