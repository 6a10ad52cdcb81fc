import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Lots of claims, and the links by which they came to their holders.

export const lot = onchainTable(
  "lot",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.bigint().notNull(),
    root: t.bigint().notNull(),
    /** What its id is made of, the root aside; zero for the first lot. */
    inner: t.hex().notNull(),
    /** Contract whose claim it is. */
    instrument: t.hex().notNull(),
    /** Null where the claim is another contract's than the receivables'. */
    receivable: t.bigint(),
    /** Null: it is no more. */
    holder: t.hex(),
    start: t.bigint().notNull(),
    units: t.bigint().notNull(),
    state: t.integer().notNull(),
    serial: t.integer().notNull(),
    /** How often it was handed on, its parents' times included. */
    tier: t.integer().notNull(),
    /** Hash of its chain. */
    roll: t.hex().notNull(),
    /** Hash of what it is now: what offers and signatures name. */
    version: t.hex().notNull(),
    /** What one unit had been paid when it was collected last, times 2^64. */
    mark: t.bigint().notNull(),
    /** The lot that it was cut off, and that lot's roll then. */
    parent: t.bigint(),
    parentRoll: t.hex(),
    isWrittenOff: t.boolean().notNull(),
    /** Of a bill's lot: who sent it to its holder for collection; null: nobody. */
    principal: t.hex(),
    /** When it, or what it was cut off, was taken up last; null: never. */
    takenUpAt: t.bigint(),
    openedAt: t.bigint().notNull(),
    changedAt: t.bigint().notNull(),
    /** In which it was made. */
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byHolder: index().on(table.chainId, table.holder),
    byReceivable: index().on(table.chainId, table.receivable, table.start),
    byRoot: index().on(table.chainId, table.root),
  }),
);

export const linkKind = onchainEnum("link_kind", [
  "withRecourse",
  "withoutRecourse",
  "division",
  "takenUp",
  "delivered",
  "noFurther",
  "inBlank",
  "collection",
  "pledge",
  "returned",
  "replaced",
]);

/** A link goes on from the one whose `roll` is its `before`. Those that a take-up made void stay. */
export const link = onchainTable(
  "link",
  (t) => ({
    chainId: t.integer().notNull(),
    /** The lot that it belongs to; of a division, the part. */
    lot: t.bigint().notNull(),
    roll: t.hex().notNull(),
    before: t.hex().notNull(),
    receivable: t.bigint(),
    /** First lot of its claim. */
    root: t.bigint().notNull(),
    from: t.hex().notNull(),
    to: t.hex().notNull(),
    kind: linkKind().notNull(),
    time: t.bigint().notNull(),
    /** Of a division: the part as it was made; else zero. */
    start: t.bigint().notNull(),
    units: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    // Two parts that are taken up by one party in one second have one roll.
    pk: primaryKey({ columns: [table.chainId, table.lot, table.roll] }),
    byRoll: index().on(table.chainId, table.roll),
    byReceivable: index().on(table.chainId, table.receivable, table.time),
    byBefore: index().on(table.chainId, table.before),
    byRoot: index().on(table.chainId, table.root, table.time),
    byGiver: index().on(table.chainId, table.from, table.time),
  }),
);

/** In force while the lot's roll is this one. */
export const lotApproval = onchainTable(
  "lot_approval",
  (t) => ({
    chainId: t.integer().notNull(),
    lot: t.bigint().notNull(),
    roll: t.hex().notNull(),
    owner: t.hex().notNull(),
    spender: t.hex().notNull(),
    amount: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.lot, table.roll, table.owner, table.spender] }),
  }),
);

/** Who acts for whom in all his lots. */
export const lotOperator = onchainTable(
  "lot_operator",
  (t) => ({
    chainId: t.integer().notNull(),
    owner: t.hex().notNull(),
    operator: t.hex().notNull(),
    approved: t.boolean().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.owner, table.operator] }),
  }),
);
