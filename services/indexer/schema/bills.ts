import { billStatuses } from "@tallystick/sdk/bills/words";
import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Bills of exchange as `Bills` keeps them, with their faces, and everything that happened to them. Days are counted from
// 1 January 1970 on; zero: there is none. A bill's lots are those of its `root`.

/** In the contract's order (`IBills.Status`). */
export const billStatus = onchainEnum("bill_status", [...billStatuses]);

export const bill = onchainTable(
  "bill",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.bigint().notNull(),
    drawer: t.hex().notNull(),
    drawee: t.hex().notNull(),
    payee: t.hex().notNull(),
    token: t.hex().notNull(),
    units: t.bigint().notNull(),
    /** Base units of the token that one unit is worth. */
    unit: t.bigint().notNull(),
    drawnOn: t.integer().notNull(),
    tenor: t.integer().notNull(),
    term: t.integer().notNull(),
    presentBy: t.integer().notNull(),
    rules: t.integer().notNull(),
    clauses: t.integer().notNull(),
    court: t.hex().notNull(),
    drawnAt: t.hex().notNull(),
    payableAt: t.hex().notNull(),
    document: t.hex().notNull(),
    sum: t.bigint().notNull(),
    /** Id of the first lot. */
    root: t.bigint().notNull(),
    status: billStatus().notNull(),
    /** Bits: accepted 1, in part 2, delivered 4, paid late 8, acceptance refused 16, rest taken up 32. */
    flags: t.integer().notNull(),
    dueDay: t.integer().notNull(),
    windowDay: t.integer().notNull(),
    eventDay: t.integer().notNull(),
    protestedAt: t.bigint().notNull(),
    /** Principal paid on one unit. */
    paid: t.bigint().notNull(),
    /** Interest paid, on the whole bill. */
    interest: t.bigint().notNull(),
    /** What the drawee accepted, of the whole bill. */
    acceptedSum: t.bigint().notNull(),
    /** The bill that took its place. */
    next: t.bigint(),
    openedAt: t.bigint().notNull(),
    changedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byDrawer: index().on(table.chainId, table.drawer, table.openedAt),
    byDrawee: index().on(table.chainId, table.drawee, table.openedAt),
    byPayee: index().on(table.chainId, table.payee, table.openedAt),
    byRoot: index().on(table.chainId, table.root),
    byTime: index().on(table.chainId, table.openedAt),
  }),
);

/** What happened to a bill: each event, as its contract told it. */
export const billEvent = onchainTable(
  "bill_event",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    bill: t.bigint().notNull(),
    /** The event's name. */
    name: t.text().notNull(),
    lot: t.bigint(),
    /** The event's other arguments, numbers as digits; of a drawing none: they are the bill's face. */
    details: t.json().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byBill: index().on(table.chainId, table.bill, table.at),
  }),
);
