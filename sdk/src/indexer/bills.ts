import type { Address } from "viem";
import { billStatuses } from "../bills/words.ts";
import { askPage, type IndexerOptions, low, type PageChoice } from "./ask.ts";
import { address, big, hex, json, num, oneOf, optional, type Page, type RowOf, text } from "./fields.ts";

// Bills of exchange by the indexer's tables. Days are counted from 1 January 1970 on; zero: there is none.

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
export type IndexedBill = RowOf<typeof billFields>;
/** Something that happened to a bill. */
export type IndexedBillEvent = RowOf<typeof billEventFields>;
/** How a bill stands. */
export type IndexedBillStatus = IndexedBill["status"];

/** Which bills are asked for: those that are all of it. */
export interface IndexedBillFilter {
  readonly chainId: number;
  /** Drawer, drawee or payee. */
  readonly party?: Address | undefined;
  /** As what the party is named on the face; left out: as any. */
  readonly role?: "drawer" | "drawee" | "payee" | undefined;
  readonly statuses?: readonly IndexedBillStatus[] | undefined;
}

/** Bills, the newest first. */
export function indexedBills(
  options: IndexerOptions,
  { chainId, party, role, statuses }: IndexedBillFilter,
  choice: PageChoice = {},
): Promise<Page<IndexedBill>> {
  const roles = role === undefined ? (["drawer", "drawee", "payee"] as const) : [role];
  const where = {
    chainId,
    ...(party === undefined ? {} : { OR: roles.map((each) => ({ [each]: low(party) })) }),
    ...(statuses === undefined ? {} : { status_in: statuses }),
  };
  return askPage(options, "bills", billFields, where, { ...choice, orderBy: "openedAt", descending: true });
}

/** A bill by its id; undefined: there is none on this chain. */
export async function indexedBill(
  options: IndexerOptions,
  chainId: number,
  id: bigint,
): Promise<IndexedBill | undefined> {
  const { items } = await askPage(options, "bills", billFields, { chainId, id: String(id) }, { limit: 1 });
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
