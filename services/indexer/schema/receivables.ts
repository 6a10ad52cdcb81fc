import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Receivables, what happened to them, and what is known of their debtors. Amounts in base units of the receivable's token.

/** As recorded; overdue is a state of time alone, and follows from `dueBy`. */
export const receivableStatus = onchainEnum("receivable_status", [
  "registered",
  "disputed",
  "confirmed",
  "partPaid",
  "paid",
  "defaulted",
  "void",
]);

export const receivable = onchainTable(
  "receivable",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.bigint().notNull(),
    debtor: t.hex().notNull(),
    creditor: t.hex().notNull(),
    token: t.hex().notNull(),
    /** As registered. */
    dueAt: t.bigint().notNull(),
    units: t.bigint().notNull(),
    unit: t.bigint().notNull(),
    maxTier: t.integer().notNull(),
    lateBps: t.integer().notNull(),
    graceDays: t.integer().notNull(),
    number: t.hex().notNull(),
    document: t.hex().notNull(),
    order: t.hex().notNull(),
    orderAmount: t.bigint().notNull(),
    face: t.bigint().notNull(),
    /** Id of the first lot. */
    root: t.bigint().notNull(),
    status: receivableStatus().notNull(),
    /** Last second at which it is paid in time, as extended last. */
    dueBy: t.bigint().notNull(),
    /** Whether the contract keeps the books that follow; where it does not, they say what it would. */
    hasBooks: t.boolean().notNull(),
    openUnits: t.bigint().notNull(),
    uncollectedUnits: t.bigint().notNull(),
    /** Not paid, when it was counted last. */
    principal: t.bigint().notNull(),
    interestDays: t.integer().notNull(),
    /** Counted and not paid. */
    interest: t.bigint().notNull(),
    /** Paid, not collected. */
    pot: t.bigint().notNull(),
    /** Paid on one open unit so far, times 2^64. */
    perUnit: t.bigint().notNull(),
    paidPrincipal: t.bigint().notNull(),
    paidInterest: t.bigint().notNull(),
    creditedPrincipal: t.bigint().notNull(),
    collected: t.bigint().notNull(),
    /** Bit `1 << stream` for each stream of evidence that it has. */
    streams: t.integer().notNull(),
    registeredAt: t.bigint().notNull(),
    confirmedAt: t.bigint(),
    disputedAt: t.bigint(),
    /** Hash of the debtor's reason for a dispute. */
    reason: t.hex(),
    withdrawnAt: t.bigint(),
    paidAt: t.bigint(),
    isPaidLate: t.boolean(),
    defaultedAt: t.bigint(),
    /** Tab and number of the statement that it comes from. */
    tab: t.hex(),
    statement: t.integer(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byTime: index().on(table.chainId, table.registeredAt),
    byDebtor: index().on(table.chainId, table.debtor, table.dueBy),
    byCreditor: index().on(table.chainId, table.creditor, table.dueBy),
    byDue: index().on(table.chainId, table.dueBy),
    byOrder: index().on(table.chainId, table.order),
  }),
);

export const receivableActKind = onchainEnum("receivable_act_kind", [
  "registered",
  "confirmed",
  "disputed",
  "withdrawn",
  "credited",
  "extended",
  "defaulted",
  "demanded",
  "takenUp",
  "writtenOff",
]);

/** What happened to a receivable, payments, collections and evidence aside. */
export const receivableAct = onchainTable(
  "receivable_act",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    receivable: t.bigint().notNull(),
    kind: receivableActKind().notNull(),
    /** Who did it, or whom it concerns: of a demand, who endorsed with recourse; of a credit note, the lot's holder. */
    account: t.hex().notNull(),
    lot: t.bigint(),
    /** Principal, or what is demanded or paid. */
    amount: t.bigint(),
    units: t.bigint(),
    /** Of an extension: the new date. */
    dueAt: t.bigint(),
    reason: t.hex(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byReceivable: index().on(table.chainId, table.receivable, table.at),
    byAccount: index().on(table.chainId, table.account, table.at),
  }),
);

export const receivablePayment = onchainTable(
  "receivable_payment",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    receivable: t.bigint().notNull(),
    payer: t.hex().notNull(),
    principal: t.bigint().notNull(),
    interest: t.bigint().notNull(),
    isInFull: t.boolean().notNull(),
    isLate: t.boolean().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byReceivable: index().on(table.chainId, table.receivable, table.at),
    byPayer: index().on(table.chainId, table.payer, table.at),
  }),
);

export const receivableCollection = onchainTable(
  "receivable_collection",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    receivable: t.bigint().notNull(),
    lot: t.bigint().notNull(),
    holder: t.hex().notNull(),
    to: t.hex().notNull(),
    amount: t.bigint().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byReceivable: index().on(table.chainId, table.receivable, table.at),
    byHolder: index().on(table.chainId, table.holder, table.at),
  }),
);

/** What waits for an account in the receivables: `balance` = earned - withdrawn. */
export const receivableCredit = onchainTable(
  "receivable_credit",
  (t) => ({
    chainId: t.integer().notNull(),
    account: t.hex().notNull(),
    token: t.hex().notNull(),
    earned: t.bigint().notNull(),
    withdrawn: t.bigint().notNull(),
    balance: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.account, table.token] }),
  }),
);

export const evidenceStream = onchainEnum("evidence_stream", ["information", "commercial", "logistics", "capital"]);

export const evidenceEntry = onchainTable(
  "evidence_entry",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    receivable: t.bigint().notNull(),
    stream: evidenceStream().notNull(),
    /** In whose name. */
    party: t.hex().notNull(),
    by: t.hex().notNull(),
    /** Hash of a document. */
    evidence: t.hex().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byReceivable: index().on(table.chainId, table.receivable, table.at),
    byParty: index().on(table.chainId, table.party, table.at),
  }),
);

/** How a debtor has paid in a token. */
export const debtorRecord = onchainTable(
  "debtor_record",
  (t) => ({
    chainId: t.integer().notNull(),
    debtor: t.hex().notNull(),
    token: t.hex().notNull(),
    outstanding: t.bigint().notNull(),
    confirmedSum: t.bigint().notNull(),
    confirmedCount: t.integer().notNull(),
    onTimeSum: t.bigint().notNull(),
    onTimeCount: t.integer().notNull(),
    lateSum: t.bigint().notNull(),
    lateCount: t.integer().notNull(),
    defaultedSum: t.bigint().notNull(),
    defaultedCount: t.integer().notNull(),
    writtenOffSum: t.bigint().notNull(),
    writtenOffCount: t.integer().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.debtor, table.token] }),
  }),
);

/** What a debtor may have confirmed and not paid in a token. */
export const debtorLimit = onchainTable(
  "debtor_limit",
  (t) => ({
    chainId: t.integer().notNull(),
    debtor: t.hex().notNull(),
    token: t.hex().notNull(),
    /** Null: no bank, no limit of one. */
    bank: t.hex(),
    limit: t.bigint().notNull(),
    /** The DAO's; null: none. */
    cap: t.bigint(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.debtor, table.token] }),
    byBank: index().on(table.chainId, table.bank),
  }),
);
