import { index, onchainTable, primaryKey } from "ponder";

// TallyToken: who holds it, whose power it is, and since when. Amounts in base units.

/** An account that has or had tokens or power. */
export const daoMember = onchainTable(
  "dao_member",
  (t) => ({
    chainId: t.integer().notNull(),
    account: t.hex().notNull(),
    balance: t.bigint().notNull(),
    power: t.bigint().notNull(),
    /** Who has the power of its tokens: itself, unless it chose another. */
    delegate: t.hex().notNull(),
    /** Others with tokens whose power it has. */
    delegators: t.integer().notNull(),
    votesCast: t.integer().notNull(),
    proposalsMade: t.integer().notNull(),
    lastVotedAt: t.bigint(),
    firstAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.account] }),
    byPower: index().on(table.chainId, table.power),
    byBalance: index().on(table.chainId, table.balance),
    byDelegate: index().on(table.chainId, table.delegate, table.balance),
  }),
);

/** A change of delegate, with what the delegator held then. */
export const delegation = onchainTable(
  "delegation",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    delegator: t.hex().notNull(),
    from: t.hex().notNull(),
    to: t.hex().notNull(),
    balance: t.bigint().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byDelegator: index().on(table.chainId, table.delegator),
    byFrom: index().on(table.chainId, table.from),
    byTo: index().on(table.chainId, table.to),
  }),
);

/** An account's power from a second on, as `getPastVotes` finds it. */
export const powerPoint = onchainTable(
  "power_point",
  (t) => ({
    chainId: t.integer().notNull(),
    account: t.hex().notNull(),
    at: t.bigint().notNull(),
    power: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.account, table.at] }),
  }),
);
