import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// What parties did with bills and their lots beside the bills' own state: laws, guarantees, pledges, recourse, stop orders,
// paper. Days are counted from 1 January 1970 on.

/** A law that bills name (`IRuleSets`); it never changes. */
export const ruleSet = onchainTable(
  "rule_set",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.integer().notNull(),
    /** Short, in ASCII. */
    name: t.hex().notNull(),
    acceptanceDays: t.integer().notNull(),
    sightDays: t.integer().notNull(),
    presentmentDays: t.integer().notNull(),
    paymentDays: t.integer().notNull(),
    protestDays: t.integer().notNull(),
    noticeDays: t.integer().notNull(),
    interestBps: t.integer().notNull(),
    costsBps: t.integer().notNull(),
    acceptorDays: t.integer().notNull(),
    priorDays: t.integer().notNull(),
    endorserDays: t.integer().notNull(),
    /** Bits: endorsement in blank 1, acceptance of a part 2. */
    permits: t.integer().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
  }),
);

export const billGuarantee = onchainTable(
  "bill_guarantee",
  (t) => ({
    chainId: t.integer().notNull(),
    bill: t.bigint().notNull(),
    guarantor: t.hex().notNull(),
    /** The party for whom he guarantees. */
    principal: t.hex().notNull(),
    /** Of the whole bill; it only rises. */
    sum: t.bigint().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.bill, table.guarantor, table.principal] }),
    byGuarantor: index().on(table.chainId, table.guarantor, table.at),
  }),
);

/** In force while the lot's state has the bit 4. */
export const billPledge = onchainTable(
  "bill_pledge",
  (t) => ({
    chainId: t.integer().notNull(),
    lot: t.bigint().notNull(),
    bill: t.bigint().notNull(),
    owner: t.hex().notNull(),
    pledgee: t.hex().notNull(),
    /** After it the pledgee may keep the lot. */
    lastDay: t.integer().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.lot] }),
    byOwner: index().on(table.chainId, table.owner),
  }),
);

/** The newest notice that a holder gave to all before him. */
export const billNotice = onchainTable(
  "bill_notice",
  (t) => ({
    chainId: t.integer().notNull(),
    lot: t.bigint().notNull(),
    holder: t.hex().notNull(),
    bill: t.bigint().notNull(),
    costs: t.bigint().notNull(),
    /** Hash of what proves the costs. */
    document: t.hex().notNull(),
    isTimely: t.boolean().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.lot, table.holder] }),
    byBill: index().on(table.chainId, table.bill),
  }),
);

/** The newest demand of a lot's holder to a party. */
export const billDemand = onchainTable(
  "bill_demand",
  (t) => ({
    chainId: t.integer().notNull(),
    lot: t.bigint().notNull(),
    party: t.hex().notNull(),
    bill: t.bigint().notNull(),
    holder: t.hex().notNull(),
    /** What was owed then. */
    amount: t.bigint().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.lot, table.party] }),
    byParty: index().on(table.chainId, table.party, table.at),
    byBill: index().on(table.chainId, table.bill),
  }),
);

/** What a lot's holder claims beside what is open on it (`IBillsRecourse.claimOf`); counts while the lot has these units. */
export const billClaim = onchainTable(
  "bill_claim",
  (t) => ({
    chainId: t.integer().notNull(),
    lot: t.bigint().notNull(),
    bill: t.bigint().notNull(),
    /** What he paid to take it up, and what the lot's mark said then; zero: he did not. */
    base: t.bigint().notNull(),
    costs: t.bigint().notNull(),
    day: t.integer().notNull(),
    units: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.lot] }),
    byBill: index().on(table.chainId, table.bill),
  }),
);

/** Of a bill accepted in part: the protest of the rest, and who has taken it up last. */
export const billRest = onchainTable(
  "bill_rest",
  (t) => ({
    chainId: t.integer().notNull(),
    bill: t.bigint().notNull(),
    /** Zero: not protested. */
    protestedAt: t.bigint().notNull(),
    costs: t.bigint().notNull(),
    /** Who has the receipt; null: nobody took it up. */
    creditor: t.hex(),
    amount: t.bigint().notNull(),
    day: t.integer().notNull(),
    /** Rolling hash of the links before him: those who answer to him; null as `creditor`. */
    roll: t.hex(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.bill] }),
  }),
);

export const stopStatus = onchainEnum("stop_status", ["stopped", "objected", "dismissed", "lifted", "replaced"]);

/** The newest stop order against a lot. */
export const billStop = onchainTable(
  "bill_stop",
  (t) => ({
    chainId: t.integer().notNull(),
    lot: t.bigint().notNull(),
    bill: t.bigint().notNull(),
    claimant: t.hex().notNull(),
    court: t.hex().notNull(),
    /** Until it the holder may object. */
    lastDay: t.integer().notNull(),
    /** Hash of the order. */
    reason: t.hex().notNull(),
    status: stopStatus().notNull(),
    at: t.bigint().notNull(),
    changedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.lot] }),
    byBill: index().on(table.chainId, table.bill),
    byClaimant: index().on(table.chainId, table.claimant),
  }),
);

export const securityStatus = onchainEnum("security_status", ["held", "awarded", "released"]);

/** The newest security that a claimant gave for a lot. */
export const billSecurity = onchainTable(
  "bill_security",
  (t) => ({
    chainId: t.integer().notNull(),
    lot: t.bigint().notNull(),
    claimant: t.hex().notNull(),
    bill: t.bigint().notNull(),
    deprived: t.hex().notNull(),
    amount: t.bigint().notNull(),
    /** Of the replacement. */
    day: t.integer().notNull(),
    status: securityStatus().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.lot, table.claimant] }),
    byBill: index().on(table.chainId, table.bill),
  }),
);

/** A drawer's paper that a bill went to, or came from. */
export const billPaper = onchainTable(
  "bill_paper",
  (t) => ({
    chainId: t.integer().notNull(),
    drawer: t.hex().notNull(),
    paper: t.hex().notNull(),
    /** Who took a bill to it, and that bill; null: it stood for none that was here. */
    holder: t.hex(),
    from: t.bigint(),
    /** The bill that took its place: it is void. */
    to: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.drawer, table.paper] }),
  }),
);

/** What waits for an account in a contract of bills: `balance` = kept - withdrawn. */
export const billCredit = onchainTable(
  "bill_credit",
  (t) => ({
    chainId: t.integer().notNull(),
    contract: t.hex().notNull(),
    account: t.hex().notNull(),
    token: t.hex().notNull(),
    kept: t.bigint().notNull(),
    withdrawn: t.bigint().notNull(),
    balance: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.contract, table.account, table.token] }),
    byAccount: index().on(table.chainId, table.account),
  }),
);
