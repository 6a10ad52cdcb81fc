import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Of receivables and of bills: offers that were posted, sales of lots, and advances. Signed offers are seen once they are taken or cancelled.

export const offeredKind = onchainEnum("offered_kind", ["withRecourse", "withoutRecourse"]);

/** What lots a contract of quotes is for. */
export const claimFamily = onchainEnum("claim_family", ["receivables", "bills"]);

export const quoteAsk = onchainTable(
  "quote_ask",
  (t) => ({
    chainId: t.integer().notNull(),
    family: claimFamily().notNull(),
    hash: t.hex().notNull(),
    seller: t.hex().notNull(),
    /** Zero: anyone. */
    buyer: t.hex().notNull(),
    lot: t.bigint().notNull(),
    version: t.hex().notNull(),
    /** Zero: the whole lot. */
    units: t.bigint().notNull(),
    /** Zero: by rate and fee. */
    price: t.bigint().notNull(),
    rateBps: t.integer().notNull(),
    feeBps: t.integer().notNull(),
    kind: offeredKind().notNull(),
    deadline: t.bigint().notNull(),
    salt: t.hex().notNull(),
    postedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.hash] }),
    byTime: index().on(table.chainId, table.family, table.postedAt),
    bySeller: index().on(table.chainId, table.seller, table.postedAt),
    byLot: index().on(table.chainId, table.lot),
  }),
);

export const quoteBid = onchainTable(
  "quote_bid",
  (t) => ({
    chainId: t.integer().notNull(),
    family: claimFamily().notNull(),
    hash: t.hex().notNull(),
    buyer: t.hex().notNull(),
    token: t.hex().notNull(),
    /** Zero: any; likewise seller and lot. */
    debtor: t.hex().notNull(),
    seller: t.hex().notNull(),
    lot: t.bigint().notNull(),
    limit: t.bigint().notNull(),
    maxDays: t.bigint().notNull(),
    rateBps: t.integer().notNull(),
    feeBps: t.integer().notNull(),
    kind: offeredKind().notNull(),
    /** Bit `1 << stream` for each stream that is wanted. */
    evidence: t.integer().notNull(),
    advanceBps: t.integer().notNull(),
    deadline: t.bigint().notNull(),
    salt: t.hex().notNull(),
    postedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.hash] }),
    byTime: index().on(table.chainId, table.family, table.postedAt),
    byBuyer: index().on(table.chainId, table.buyer, table.postedAt),
    byDebtor: index().on(table.chainId, table.debtor),
  }),
);

/** An offer that was cancelled for good, posted or signed. */
export const quoteCancellation = onchainTable(
  "quote_cancellation",
  (t) => ({
    chainId: t.integer().notNull(),
    hash: t.hex().notNull(),
    maker: t.hex().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.hash] }),
    byMaker: index().on(table.chainId, table.maker),
  }),
);

/** What was sold by an offer, posted or signed: of a bid, what it has bought. */
export const quoteFill = onchainTable(
  "quote_fill",
  (t) => ({
    chainId: t.integer().notNull(),
    hash: t.hex().notNull(),
    worth: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.hash] }),
  }),
);

/** A holder asks for quotes. */
export const quoteRequest = onchainTable(
  "quote_request",
  (t) => ({
    chainId: t.integer().notNull(),
    family: claimFamily().notNull(),
    lot: t.bigint().notNull(),
    holder: t.hex().notNull(),
    deadline: t.bigint().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    // A later request of the same holder takes the place of the earlier.
    pk: primaryKey({ columns: [table.chainId, table.family, table.lot, table.holder] }),
    byTime: index().on(table.chainId, table.family, table.at),
    byHolder: index().on(table.chainId, table.holder, table.at),
  }),
);

export const sale = onchainTable(
  "sale",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    lot: t.bigint().notNull(),
    /** One of them: what it is a lot of. */
    receivable: t.bigint(),
    bill: t.bigint(),
    debtor: t.hex().notNull(),
    token: t.hex().notNull(),
    seller: t.hex().notNull(),
    buyer: t.hex().notNull(),
    /** The buyer, or the holdback of an advance. */
    holder: t.hex().notNull(),
    price: t.bigint().notNull(),
    open: t.bigint().notNull(),
    collectable: t.bigint().notNull(),
    kind: offeredKind().notNull(),
    /** Of the ask or bid. */
    hash: t.hex().notNull(),
    /** When it was due then. */
    dueBy: t.bigint().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byReceivable: index().on(table.chainId, table.receivable, table.at),
    byBill: index().on(table.chainId, table.bill, table.at),
    byLot: index().on(table.chainId, table.lot),
    bySeller: index().on(table.chainId, table.seller, table.at),
    byBuyer: index().on(table.chainId, table.buyer, table.at),
    byDebtor: index().on(table.chainId, table.debtor, table.at),
    byHash: index().on(table.chainId, table.hash),
  }),
);

/** An advance on a lot, which a contract of its own holds. */
export const holdback = onchainTable(
  "holdback",
  (t) => ({
    chainId: t.integer().notNull(),
    holdback: t.hex().notNull(),
    lot: t.bigint().notNull(),
    receivable: t.bigint().notNull(),
    token: t.hex().notNull(),
    financier: t.hex().notNull(),
    seller: t.hex().notNull(),
    advance: t.bigint().notNull(),
    fee: t.bigint().notNull(),
    rateBps: t.integer().notNull(),
    startedAt: t.bigint().notNull(),
    toFinancier: t.bigint().notNull(),
    toSeller: t.bigint().notNull(),
    /** What was due to the financier when it was settled last: of the advance, and of interest and fee. */
    principal: t.bigint().notNull(),
    charges: t.bigint().notNull(),
    settledAt: t.bigint(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.holdback] }),
    byLot: index().on(table.chainId, table.lot),
    byReceivable: index().on(table.chainId, table.receivable),
    byFinancier: index().on(table.chainId, table.financier, table.startedAt),
    bySeller: index().on(table.chainId, table.seller, table.startedAt),
  }),
);

/** What waits for an account in a holdback: `balance` = kept - withdrawn. */
export const holdbackCredit = onchainTable(
  "holdback_credit",
  (t) => ({
    chainId: t.integer().notNull(),
    holdback: t.hex().notNull(),
    account: t.hex().notNull(),
    token: t.hex().notNull(),
    kept: t.bigint().notNull(),
    withdrawn: t.bigint().notNull(),
    balance: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.holdback, table.account, table.token] }),
    byAccount: index().on(table.chainId, table.account),
  }),
);
