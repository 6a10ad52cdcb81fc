import { index, onchainTable, primaryKey } from "ponder";

// Money of the market: what came in, was given back, collected, deposited and withdrawn.

/** Sums a data set and token, for pages. */
export const revenue = onchainTable(
  "revenue",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    token: t.hex().notNull(),
    sold: t.integer().notNull(),
    paid: t.bigint().notNull(),
    givenBack: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset, table.token] }),
  }),
);

export const giveBack = onchainTable(
  "give_back",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    offer: t.hex().notNull(),
    payer: t.hex().notNull(),
    amount: t.bigint().notNull(),
    /** The packed right after it. */
    word: t.bigint().notNull(),
    givenBackAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({
      columns: [table.chainId, table.transaction, table.logIndex],
    }),
    byPayer: index().on(table.chainId, table.payer),
    byReader: index().on(table.chainId, table.dataset, table.reader),
  }),
);

export const collection = onchainTable(
  "collection",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    offer: t.hex().notNull(),
    seller: t.hex().notNull(),
    to: t.hex().notNull(),
    amount: t.bigint().notNull(),
    fee: t.bigint().notNull(),
    collectedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({
      columns: [table.chainId, table.transaction, table.logIndex],
    }),
    bySeller: index().on(table.chainId, table.seller),
    byOffer: index().on(table.chainId, table.offer),
  }),
);

/** What an account may spend or withdraw: `balance` = deposits + refunds + fees - spent - withdrawn. */
export const credit = onchainTable(
  "credit",
  (t) => ({
    chainId: t.integer().notNull(),
    account: t.hex().notNull(),
    token: t.hex().notNull(),
    deposits: t.bigint().notNull(),
    refunds: t.bigint().notNull(),
    fees: t.bigint().notNull(),
    spent: t.bigint().notNull(),
    withdrawn: t.bigint().notNull(),
    balance: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.account, table.token] }),
  }),
);

/** Money put into an account's balance. */
export const deposit = onchainTable(
  "deposit",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    account: t.hex().notNull(),
    token: t.hex().notNull(),
    payer: t.hex().notNull(),
    amount: t.bigint().notNull(),
    depositedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byAccount: index().on(table.chainId, table.account),
  }),
);

/** The DAO's share of offers made from a time on. */
export const fee = onchainTable(
  "fee",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    feeBps: t.integer().notNull(),
    setAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({
      columns: [table.chainId, table.transaction, table.logIndex],
    }),
  }),
);
