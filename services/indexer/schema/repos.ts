import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Sales of bills with buy-back: posted offers, and the contracts that hold the lots. What is cancelled and filled of an offer is
// told with those of quotes. And what was noted of acceptors.

export const repoOffer = onchainTable(
  "repo_offer",
  (t) => ({
    chainId: t.integer().notNull(),
    hash: t.hex().notNull(),
    buyer: t.hex().notNull(),
    /** Zero: any; likewise lot and debtor. */
    seller: t.hex().notNull(),
    token: t.hex().notNull(),
    lot: t.bigint().notNull(),
    debtor: t.hex().notNull(),
    limit: t.bigint().notNull(),
    rateBps: t.integer().notNull(),
    haircutBps: t.integer().notNull(),
    /** Until which the buyer waits, from 1 January 1970 on. */
    lastDay: t.integer().notNull(),
    deadline: t.bigint().notNull(),
    salt: t.hex().notNull(),
    postedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.hash] }),
    byTime: index().on(table.chainId, table.postedAt),
    byBuyer: index().on(table.chainId, table.buyer, table.postedAt),
  }),
);

export const repoEnd = onchainEnum("repo_end", ["returned", "taken"]);

/** A lot that was sold with the right to buy it back; a contract of its own holds it. */
export const repo = onchainTable(
  "repo",
  (t) => ({
    chainId: t.integer().notNull(),
    buyback: t.hex().notNull(),
    lot: t.bigint().notNull(),
    bill: t.bigint().notNull(),
    buyer: t.hex().notNull(),
    seller: t.hex().notNull(),
    price: t.bigint().notNull(),
    worth: t.bigint().notNull(),
    rateBps: t.integer().notNull(),
    lastDay: t.integer().notNull(),
    /** Of the offer. */
    hash: t.hex().notNull(),
    startedAt: t.bigint().notNull(),
    toBuyer: t.bigint().notNull(),
    toSeller: t.bigint().notNull(),
    /** What was due to the buyer when it was settled last: of the price, and interest. */
    principal: t.bigint().notNull(),
    charges: t.bigint().notNull(),
    settledAt: t.bigint(),
    /** Null: the buy-back holds the lot, or the bill was paid or the lot taken up. */
    end: repoEnd(),
    endedAt: t.bigint(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.buyback] }),
    byLot: index().on(table.chainId, table.lot),
    byBuyer: index().on(table.chainId, table.buyer, table.startedAt),
    bySeller: index().on(table.chainId, table.seller, table.startedAt),
  }),
);

/** How a bill stood when it was noted last in its acceptor's record. */
export const acceptorNote = onchainTable(
  "acceptor_note",
  (t) => ({
    chainId: t.integer().notNull(),
    bill: t.bigint().notNull(),
    acceptor: t.hex().notNull(),
    token: t.hex().notNull(),
    /** Bits: accepted 1, paid on time 2, paid late 4, paid in part 8, dishonoured 16. */
    what: t.integer().notNull(),
    partPaid: t.bigint().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.bill] }),
    byAcceptor: index().on(table.chainId, table.acceptor, table.token),
  }),
);
