import type { Address } from "viem";
import { billStatuses } from "../bills/words.ts";
import { askPage, askRoutePage, type IndexerOptions, listed, type PageChoice } from "./ask.ts";
import {
  address,
  big,
  bool,
  hex,
  json,
  listOf,
  num,
  oneOf,
  optional,
  type Page,
  type RowOf,
  row,
  text,
} from "./fields.ts";
import type { AtSecond } from "./instruments.ts";

// Bills of exchange by the indexer. Days are counted from 1 January 1970 on; zero: there is none.

const [, ...drawn] = billStatuses;
const status = oneOf(...drawn);

const billFields = {
  chainId: num,
  id: big,
  drawer: address,
  drawee: address,
  payee: address,
  token: address,
  units: num,
  unit: big,
  drawnOn: num,
  tenor: num,
  term: num,
  presentBy: num,
  rules: num,
  clauses: num,
  court: address,
  drawnAt: hex,
  payableAt: hex,
  document: hex,
  sum: big,
  /** Id of the first lot: the bill's lots are those of this root. */
  root: big,
  status,
  /** Bits: accepted 1, in part 2, delivered 4, paid late 8, acceptance refused 16, rest taken up 32. */
  flags: num,
  dueDay: num,
  /** Last day of the open window, for acceptance or payment. */
  windowDay: num,
  /** Day of refusal or dishonour. */
  eventDay: num,
  /** Unix second; zero: not protested. */
  protestedAt: num,
  /** Principal paid on one unit. */
  paid: big,
  /** Interest paid on the whole bill. */
  interest: big,
  acceptedSum: big,
  /** The bill that took its place. */
  next: optional(big),
  openedAt: num,
  changedAt: num,
  transaction: hex,
};

const roles = ["drawer", "drawee", "payee", "holder", "guarantor"] as const;
const billWithRoles = {
  ...billFields,
  /** What the party that was asked for is of it; without one: nothing. */
  roles: listOf(oneOf(...roles)),
};

const billEventFields = {
  bill: big,
  /** Name of the contract's event. */
  name: text,
  lot: optional(big),
  /** The event's other arguments; big numbers as digits. */
  details: json,
  at: num,
  logIndex: num,
  transaction: hex,
};

/** A bill as it is now, with its face. */
export type IndexedBill = RowOf<typeof billWithRoles>;
/** Something that happened to a bill. */
export type IndexedBillEvent = RowOf<typeof billEventFields>;
/** How a bill stands. */
export type IndexedBillStatus = IndexedBill["status"];

/** As what somebody has a part in a bill: named on its face, as holder of any of its lots now, or as guarantor. */
export type BillRole = (typeof roles)[number];

/** Which bills are asked for: those that are all of it. */
export interface IndexedBillFilter {
  readonly chainId: number;
  /** Who has a part in it. */
  readonly party?: Address | undefined;
  /** As what the party has it; left out: as anything. */
  readonly role?: BillRole | readonly BillRole[] | undefined;
  readonly token?: Address | undefined;
  readonly statuses?: readonly IndexedBillStatus[] | undefined;
  /** Due on an earlier day than this. */
  readonly dueBefore?: number | undefined;
}

/** How bills are ordered, and which page. */
export interface BillChoice extends PageChoice {
  /** Left out: the newest first. `due`: what is due first, first; what has no day yet, last. */
  readonly orderBy?: "newest" | "due" | undefined;
}

/** Bills, each with what the party that was asked for is of it. */
export function indexedBills(
  options: IndexerOptions,
  { role, statuses, ...filter }: IndexedBillFilter,
  { orderBy, ...choice }: BillChoice = {},
): Promise<Page<IndexedBill>> {
  const wanted = typeof role === "string" ? role : listed(role);
  const asked = { ...filter, role: wanted, status: listed(statuses), sort: orderBy, ...choice };
  return askRoutePage(options, "/bills", asked, billWithRoles);
}

/** A bill by its id; undefined: there is none on this chain. */
export async function indexedBill(
  options: IndexerOptions,
  chainId: number,
  id: bigint,
): Promise<IndexedBill | undefined> {
  const { items } = await askRoutePage(options, "/bills", { chainId, id }, billWithRoles);
  return items[0];
}

/** What happened to a bill, the newest first. */
export function billEventsOf(
  options: IndexerOptions,
  chainId: number,
  bill: bigint,
  choice: PageChoice = {},
): Promise<Page<IndexedBillEvent>> {
  const where = { chainId, bill: String(bill) };
  return askPage(options, "billEvents", billEventFields, where, { ...choice, orderBy: "at", descending: true });
}

/** What is asked of somebody, or what he must do lest he loses rights. */
export const billTasks = [
  /** A drawing waits for its payee. */
  "receive",
  /** Presented for acceptance, to its drawee. */
  "accept",
  /** Presented for payment, or accepted by him and due. May be over: he owes it still. */
  "pay",
  /** A lot's holder has told who answers to him that the bill was not accepted or not paid. */
  "notice",
  /** A lot's holder claims from him. */
  "demand",
  /** As holder: without it there is no recourse. */
  "presentForAcceptance",
  /** As holder: the window passed without an answer; record it, and protest by the last day. */
  "lapse",
  "presentForPayment",
  /** As holder: the window passed without payment; record it, and protest by the last day. */
  "dishonour",
  "protest",
  /** As holder: tell prior parties. */
  "notify",
  /** As holder: others answer for the bill until the last day. */
  "claim",
  /** As holder: what was paid waits. */
  "collect",
  /** As holder: somebody says that the lot is his, and a court has stopped it. */
  "object",
  /** As who said so: nobody objected, and the lot can be had for security. */
  "replace",
] as const;

/** What is asked: see `billTasks`. */
export type BillTask = (typeof billTasks)[number];

const lotOfTask = { id: big, inner: hex, holder: optional(address), start: num, units: num, state: num };

const taskFields = {
  kind: oneOf(...billTasks),
  /** As it is now, with its face. */
  bill: row(billFields),
  /** The lot that it is about; undefined: the whole bill. */
  lot: optional(row(lotOfTask)),
  /** Last day of it; undefined: it has none. */
  lastDay: optional(num),
  /** Whether that is over: only of what stays to be done. */
  isOver: bool,
  /** Who asks, or whose claim it is about. */
  claimant: optional(address),
  /** Base units: the sum; what is open on the lot or bill; what was demanded; what can be collected. */
  amount: big,
};

/** Something that is asked of an account. */
export type IndexedBillTask = RowOf<typeof taskFields>;

/**
 * What is asked of an account on a day, or what it must do as a lot's holder lest it loses rights: the most urgent first.
 *
 * @param choice with `now`, a Unix second: the indexer's own clock where it is left out
 */
export function billInbox(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: PageChoice & AtSecond = {},
): Promise<Page<IndexedBillTask>> {
  return askRoutePage(options, "/bills/inbox", { chainId, account, ...choice }, taskFields);
}

const tally = row({ count: num, sum: big });

const acceptorFields = {
  token: address,
  /** What was promised. */
  accepted: tally,
  /** Paid in full and never dishonoured. */
  onTime: tally,
  /** Paid in full after a dishonour. */
  late: tally,
  /** Paid in part and not in full, by what was paid. */
  partPaid: tally,
  /** Those that were paid later are here too. */
  dishonoured: tally,
  /** Not paid yet, by what is open of what was promised. */
  open: tally,
  /** Of these, those whose due day is over. */
  overdue: tally,
};

/** How an acceptor has paid in a token. */
export type IndexedAcceptor = RowOf<typeof acceptorFields>;

/**
 * How an acceptor has paid, by token, of all the bills that he accepted: as the contract `Acceptors` counts those that
 * somebody noted there.
 */
export function indexedAcceptor(
  options: IndexerOptions,
  chainId: number,
  acceptor: Address,
  choice: PageChoice & AtSecond & { readonly token?: Address | undefined } = {},
): Promise<Page<IndexedAcceptor>> {
  return askRoutePage(options, "/bills/acceptor", { chainId, acceptor, ...choice }, acceptorFields);
}
