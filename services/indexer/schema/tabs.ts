import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Tabs: running totals in base units of the tab's token, named as in `ITabs`.

export const tabStatus = onchainEnum("tab_status", ["open", "closing", "closed"]);

export const tab = onchainTable(
  "tab",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    reader: t.hex().notNull(),
    provider: t.hex().notNull(),
    token: t.hex().notNull(),
    salt: t.hex().notNull(),
    feeBps: t.integer().notNull(),
    status: tabStatus().notNull(),
    deposited: t.bigint().notNull(),
    claimed: t.bigint().notNull(),
    /** Highest total of a voucher that was shown, claimed in full or not. */
    owed: t.bigint().notNull(),
    collected: t.bigint().notNull(),
    handedOver: t.bigint().notNull(),
    /** Claimed, but neither paid nor handed over. */
    debt: t.bigint().notNull(),
    /** What the provider may collect, fee not yet taken. */
    collectable: t.bigint().notNull(),
    /** Credit line: highest debt, seconds until a statement is due, number of the provider's signature. */
    limit: t.bigint().notNull(),
    paymentTerm: t.bigint().notNull(),
    serial: t.bigint().notNull(),
    /** How many were issued, and how many of these, the oldest, are paid or handed over. */
    statements: t.integer().notNull(),
    covered: t.integer().notNull(),
    /** Zero unless the reader has started closing. */
    closesAt: t.bigint().notNull(),
    openedAt: t.bigint().notNull(),
    closedAt: t.bigint(),
    /** Credited to the reader by the closing. */
    rest: t.bigint().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byReader: index().on(table.chainId, table.reader),
    byProvider: index().on(table.chainId, table.provider),
  }),
);

export const tabDepositKind = onchainEnum("tab_deposit_kind", ["deposit", "payment"]);

/** Money that came in: for what will be claimed, or in payment of a debt. */
export const tabDeposit = onchainTable(
  "tab_deposit",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    tab: t.hex().notNull(),
    kind: tabDepositKind().notNull(),
    payer: t.hex().notNull(),
    amount: t.bigint().notNull(),
    depositedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byTab: index().on(table.chainId, table.tab),
  }),
);

export const tabSettlement = onchainTable(
  "tab_settlement",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    tab: t.hex().notNull(),
    owed: t.bigint().notNull(),
    claimed: t.bigint().notNull(),
    /** How much more than before. */
    added: t.bigint().notNull(),
    settledAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byTab: index().on(table.chainId, table.tab),
  }),
);

export const statementStatus = onchainEnum("statement_status", ["open", "covered"]);

export const tabStatement = onchainTable(
  "tab_statement",
  (t) => ({
    chainId: t.integer().notNull(),
    tab: t.hex().notNull(),
    number: t.integer().notNull(),
    reader: t.hex().notNull(),
    provider: t.hex().notNull(),
    token: t.hex().notNull(),
    /** Running totals: from (exclusive) to. */
    from: t.bigint().notNull(),
    to: t.bigint().notNull(),
    amount: t.bigint().notNull(),
    outstanding: t.bigint().notNull(),
    status: statementStatus().notNull(),
    voucher: t.hex().notNull(),
    dueAt: t.bigint().notNull(),
    issuedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.tab, table.number] }),
    byReader: index().on(table.chainId, table.reader),
    byProvider: index().on(table.chainId, table.provider),
  }),
);

export const tabHandOver = onchainTable(
  "tab_hand_over",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    tab: t.hex().notNull(),
    number: t.integer().notNull(),
    instrument: t.hex().notNull(),
    amount: t.bigint().notNull(),
    handedOverAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byTab: index().on(table.chainId, table.tab),
  }),
);

export const tabCreditLine = onchainTable(
  "tab_credit_line",
  (t) => ({
    chainId: t.integer().notNull(),
    tab: t.hex().notNull(),
    serial: t.bigint().notNull(),
    limit: t.bigint().notNull(),
    paymentTerm: t.bigint().notNull(),
    acceptedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.tab, table.serial] }),
  }),
);

export const tabCollection = onchainTable(
  "tab_collection",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    tab: t.hex().notNull(),
    provider: t.hex().notNull(),
    to: t.hex().notNull(),
    amount: t.bigint().notNull(),
    fee: t.bigint().notNull(),
    collectedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byTab: index().on(table.chainId, table.tab),
    byProvider: index().on(table.chainId, table.provider),
  }),
);

/** What an account may withdraw from the tabs: `balance` = rests + fees - withdrawn. */
export const tabCredit = onchainTable(
  "tab_credit",
  (t) => ({
    chainId: t.integer().notNull(),
    account: t.hex().notNull(),
    token: t.hex().notNull(),
    rests: t.bigint().notNull(),
    fees: t.bigint().notNull(),
    withdrawn: t.bigint().notNull(),
    balance: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.account, table.token] }),
  }),
);
