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
import { bidFields, type IndexedBid, postedAskFields, requestedFields, soldFields } from "./instrumentFields.ts";
import type { AtSecond, BidFilter, OfferFilter } from "./instruments.ts";

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

const billLotFields = {
  ...lotOfTask,
  /** Who sent it to its holder for collection; undefined: nobody. */
  principal: optional(address),
  /** What offers and signatures name. */
  version: hex,
  serial: num,
  /** What its units are worth: of an accepted bill what was accepted, else its sum. */
  face: big,
  /** Principal that is promised on it and not paid, as `billClaim` reads it; likewise what follows. */
  open: big,
  collectable: big,
  isPromised: bool,
  isLate: bool,
  /** Last second at which it is paid in time; zero: not known yet. */
  dueBy: num,
  changedAt: num,
  bill: row(billFields),
};

/** A lot of a bill, with what is open on it at the second that is asked for. */
export type IndexedBillLot = RowOf<typeof billLotFields>;

/** Which lots of bills are asked for: those that are all of it. One of the first three is needed. */
export interface BillLotFilter extends AtSecond {
  /** At most 100. */
  readonly ids?: readonly bigint[] | undefined;
  readonly holder?: Address | undefined;
  readonly bill?: bigint | undefined;
  /** Only those that are sold by rate and fee: promised, and their holder's to hand on. */
  readonly isSaleable?: boolean | undefined;
}

/** Lots of bills, what is due first, first. Lots that are no more are left out. */
export function billLots(
  options: IndexerOptions,
  chainId: number,
  { ids, ...filter }: BillLotFilter,
  choice: PageChoice = {},
): Promise<Page<IndexedBillLot>> {
  const asked = { chainId, ...filter, ids: listed(ids?.map(String)), ...choice };
  return askRoutePage(options, "/bills/lots", asked, billLotFields);
}

const ofBill = {
  bill: row(billFields),
  inner: hex,
  debtor: address,
  token: address,
  dueBy: num,
  /** Units of the lot as it is, and principal that is promised on it and not paid. */
  lotUnits: num,
  open: big,
};

const billAskFields = { ...postedAskFields, ...ofBill };

/** A posted ask for a lot of a bill. */
export type IndexedBillAsk = RowOf<typeof billAskFields>;

/** Posted asks for lots of bills, the newest first; "the debtor" is the drawee. */
export function billAsks(
  options: IndexerOptions,
  chainId: number,
  filter: OfferFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedBillAsk>> {
  return askRoutePage(options, "/bills/asks", { chainId, ...filter, ...choice }, billAskFields);
}

/** A posted bid for lots of bills. */
export type IndexedBillBid = IndexedBid;

/** Posted bids for lots of bills, the newest first. */
export function billBids(
  options: IndexerOptions,
  chainId: number,
  filter: BidFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedBillBid>> {
  return askRoutePage(options, "/bills/bids", { chainId, ...filter, ...choice }, bidFields);
}

const billRequestFields = { ...requestedFields, ...ofBill };

/** A holder's request for quotes. */
export type IndexedBillRequest = RowOf<typeof billRequestFields>;

/** Requests of bills' holders for quotes, the newest first. */
export function billRequests(
  options: IndexerOptions,
  chainId: number,
  filter: OfferFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedBillRequest>> {
  return askRoutePage(options, "/bills/requests", { chainId, ...filter, ...choice }, billRequestFields);
}

const billSaleFields = { ...soldFields, bill: big };

/** A sale of a lot of a bill. */
export type IndexedBillSale = RowOf<typeof billSaleFields>;

/** Sales of a bill's lots, the newest first. */
export function billSales(
  options: IndexerOptions,
  chainId: number,
  bill: bigint,
  choice: PageChoice = {},
): Promise<Page<IndexedBillSale>> {
  const where = { chainId, bill: String(bill) };
  return askPage(options, "sales", billSaleFields, where, { ...choice, orderBy: "at", descending: true });
}

const repoOfferFields = {
  hash: hex,
  buyer: address,
  /** Zero: any; likewise lot and debtor. */
  seller: address,
  token: address,
  lot: big,
  debtor: address,
  limit: big,
  rateBps: num,
  haircutBps: num,
  /** Until which the buyer waits. */
  lastDay: num,
  deadline: num,
  salt: hex,
  /** Prices given by it. */
  filled: big,
  postedAt: num,
  cancelledAt: optional(num),
  /** Whether it can be taken at the second that is asked for: by some lot. */
  isAlive: bool,
  transaction: hex,
};

/** A posted offer of a repo. */
export type IndexedRepoOffer = RowOf<typeof repoOfferFields>;

/** Posted offers of repos, the newest first. A filter by lot, debtor or seller finds those for any as well. */
export function billRepoOffers(
  options: IndexerOptions,
  chainId: number,
  filter: BidFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedRepoOffer>> {
  return askRoutePage(options, "/bills/repo-offers", { chainId, ...filter, ...choice }, repoOfferFields);
}

const repoFields = {
  /** The contract that holds, or held, the lot. */
  buyback: address,
  lot: big,
  inner: hex,
  bill: row(billFields),
  buyer: address,
  seller: address,
  price: big,
  worth: big,
  rateBps: num,
  lastDay: num,
  /** Of the offer. */
  hash: hex,
  startedAt: num,
  toBuyer: big,
  toSeller: big,
  /** What was due to the buyer when it was settled last: of the price, and interest. */
  principal: big,
  charges: big,
  settledAt: optional(num),
  /** Undefined: the lot is there. `gone`: the bill was paid, or the lot taken up or replaced. */
  end: optional(oneOf("returned", "taken", "gone")),
  endedAt: optional(num),
  transaction: hex,
};

/** A lot that was sold with the right to buy it back. */
export type IndexedRepo = RowOf<typeof repoFields>;

/** Which repos are asked for: those that are all of it. */
export interface RepoFilter {
  readonly buyer?: Address | undefined;
  readonly seller?: Address | undefined;
  readonly buyback?: Address | undefined;
  readonly lot?: bigint | undefined;
  /** Only those whose lot is with the buy-back, or only the others. */
  readonly isOpen?: boolean | undefined;
}

/** Repos, the newest first. */
export function billRepos(
  options: IndexerOptions,
  chainId: number,
  filter: RepoFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedRepo>> {
  return askRoutePage(options, "/bills/repos", { chainId, ...filter, ...choice }, repoFields);
}
