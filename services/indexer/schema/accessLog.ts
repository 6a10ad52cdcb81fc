import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

/** How far a keeper's log is, and what became of the accusations against it. */
export const keeperLog = onchainTable(
  "keeper_log",
  (t) => ({
    chainId: t.integer().notNull(),
    keeper: t.hex().notNull(),
    /** Last second that is covered; `number`: of its newest anchor, hence how many there are. */
    through: t.bigint().notNull(),
    number: t.integer().notNull(),
    head: t.bigint().notNull(),
    /** Accusations that await an answer, were answered, and omissions that were proved. */
    accused: t.integer().notNull(),
    answered: t.integer().notNull(),
    omitted: t.integer().notNull(),
    anchoredAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.keeper] }),
  }),
);

export const anchor = onchainTable(
  "anchor",
  (t) => ({
    chainId: t.integer().notNull(),
    keeper: t.hex().notNull(),
    number: t.integer().notNull(),
    /** Last second before its period, and last second of it. */
    from: t.bigint().notNull(),
    through: t.bigint().notNull(),
    /** Zero: there were no receipts. */
    root: t.hex().notNull(),
    /** What a receipt's place needs: the head before it, and its own link. */
    previousHead: t.bigint().notNull(),
    link: t.hex().notNull(),
    head: t.bigint().notNull(),
    anchoredAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.keeper, table.number] }),
  }),
);

export const accusationStatus = onchainEnum("accusation_status", ["accused", "answered", "omitted"]);

export const accusation = onchainTable(
  "accusation",
  (t) => ({
    chainId: t.integer().notNull(),
    keeper: t.hex().notNull(),
    digest: t.hex().notNull(),
    status: accusationStatus().notNull(),
    /** Of an omission: true when no root covered the receipt in time, false when the keeper did not show it. */
    late: t.boolean(),
    /** Null, like the receipt, for what was proved late: its event does not tell. */
    accuser: t.hex(),
    request: t.hex(),
    granted: t.boolean(),
    code: t.text(),
    time: t.bigint(),
    blockNumber: t.bigint(),
    /** First second at which it is proved without an answer; zero for what was proved late. */
    answerBy: t.bigint().notNull(),
    accusedAt: t.bigint().notNull(),
    /** Number of the anchor that has it. */
    anchor: t.integer(),
    endedAt: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.keeper, table.digest] }),
    byAccuser: index().on(table.chainId, table.accuser),
  }),
);
