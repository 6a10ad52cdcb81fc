import { evidenceStreams, receivableStatuses } from "../instruments/words.ts";
import { address, big, bool, hex, num, oneOf, optional, type RowOf, row } from "./fields.ts";

// The indexer's rows about receivables as this client asks for them. Amounts in base units of the receivable's token.

/** In the contract's order (`ILots.Kind`), `none` aside. */
export const linkKinds = [
  "withRecourse",
  "withoutRecourse",
  "division",
  "takenUp",
  "delivered",
  "noFurther",
  "inBlank",
  "collection",
  "pledge",
  "returned",
  "replaced",
] as const;

export type LinkKind = (typeof linkKinds)[number];

const status = oneOf(...receivableStatuses);
const offeredKind = oneOf("withRecourse", "withoutRecourse");

const booksFields = {
  openUnits: num,
  uncollectedUnits: num,
  principal: big,
  dueAt: num,
  interestDays: num,
  interest: big,
  pot: big,
  perUnit: big,
};

export const receivableFields = {
  /** Terms as registered: what the contract's acts take. */
  debtor: address,
  creditor: address,
  token: address,
  dueAt: num,
  units: num,
  unit: big,
  maxTier: num,
  lateBps: num,
  graceDays: num,
  number: hex,
  document: hex,
  order: hex,
  orderAmount: big,
  chainId: num,
  id: big,
  /** Id of the first lot. */
  root: big,
  face: big,
  /** As the contract's `statusOf` then: overdue by time alone, defaulted once it is recorded. */
  status,
  /** Whether a default is or may be recorded. */
  isDefault: bool,
  /** Last second at which it is paid in time, as extended last. */
  dueBy: num,
  /** What is owed then, as the contract's `dueOf`. */
  principal: big,
  interest: big,
  /** Whether the contract keeps books; where it does, `booksOf` gives these. */
  hasBooks: bool,
  books: row(booksFields),
  paidPrincipal: big,
  paidInterest: big,
  creditedPrincipal: big,
  collected: big,
  /** What all receivables of its order come to; of no order: nothing. */
  orderUsed: big,
  /** Bit `1 << stream` for each stream of evidence that it has. */
  streams: num,
  registeredAt: num,
  confirmedAt: optional(num),
  disputedAt: optional(num),
  /** Hash of the debtor's reason for a dispute. */
  reason: optional(hex),
  withdrawnAt: optional(num),
  paidAt: optional(num),
  /** Whether it was paid later than it was due. */
  isPaidLate: optional(bool),
  defaultedAt: optional(num),
  /** Tab and number of the statement that it comes from. */
  tab: optional(hex),
  statement: optional(num),
  transaction: hex,
};

export const lotFields = {
  chainId: num,
  id: big,
  root: big,
  /** What its id is made of, the root aside; zero for the first lot. */
  inner: hex,
  receivable: big,
  /** Undefined: it is no more. */
  holder: optional(address),
  start: num,
  units: num,
  state: num,
  serial: num,
  /** How often it was handed on, its parents' times included. */
  tier: num,
  /** Hash of its chain: the newest link. */
  roll: hex,
  /** As the contract's `versionOf`: what offers and signatures name. */
  version: hex,
  /** What one unit had been paid when it was collected last, times 2^64. */
  mark: big,
  /** The lot that it was cut off, and that lot's roll then. */
  parent: optional(big),
  parentRoll: optional(hex),
  isWrittenOff: bool,
  openedAt: num,
  changedAt: num,
  transaction: hex,
};

/** Of its receivable, at the second that is asked for. */
const ofReceivable = {
  debtor: address,
  creditor: address,
  token: address,
  number: hex,
  status,
  isDefault: bool,
  dueBy: num,
  streams: num,
};

export const holdingFields = {
  ...lotFields,
  ...ofReceivable,
  /** What its units are worth when nothing is paid. */
  face: big,
  /** Principal that is open on it, rounded down: what a sale reckons with. */
  open: big,
  /** Principal and late interest that are open on it, rounded up: what `takeUp` asks. */
  due: big,
  /** As the contract's `collectable`: what `collect` would send. */
  collectable: big,
};

export const linkFields = {
  receivable: big,
  /** The lot that it belongs to; of a division, the part. */
  lot: big,
  /** Hash of the chain before it, and with it. */
  before: hex,
  roll: hex,
  from: address,
  to: address,
  kind: oneOf(...linkKinds),
  time: num,
  /** Of a division: the part as it was made; else zero. */
  start: num,
  units: num,
  transaction: hex,
};

export const paymentFields = {
  receivable: big,
  payer: address,
  principal: big,
  interest: big,
  isInFull: bool,
  isLate: bool,
  at: num,
  transaction: hex,
};

export const collectionFields = {
  receivable: big,
  lot: big,
  holder: address,
  to: address,
  amount: big,
  at: num,
  transaction: hex,
};

export const receivableActFields = {
  receivable: big,
  kind: oneOf(
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
  ),
  /** Who did it, or whom it concerns: of a demand, who endorsed with recourse; of a credit note, the lot's holder. */
  account: address,
  lot: optional(big),
  /** Principal, or what is demanded or paid. */
  amount: optional(big),
  units: optional(num),
  /** Of an extension: the new date. */
  dueAt: optional(num),
  /** Of a dispute: hash of the reason. */
  reason: optional(hex),
  at: num,
  transaction: hex,
};

export const evidenceFields = {
  receivable: big,
  stream: oneOf(...evidenceStreams),
  /** In whose name. */
  party: address,
  by: address,
  /** Hash of a document. */
  evidence: hex,
  at: num,
  transaction: hex,
};

export const debtorRecordFields = {
  debtor: address,
  token: address,
  outstanding: big,
  confirmedSum: big,
  confirmedCount: num,
  onTimeSum: big,
  onTimeCount: num,
  lateSum: big,
  lateCount: num,
  defaultedSum: big,
  defaultedCount: num,
  writtenOffSum: big,
  writtenOffCount: num,
  /** Who sets `limit`; undefined: no bank, no limit of one. */
  bank: optional(address),
  limit: big,
  /** The DAO's, if there is one. */
  cap: optional(big),
  /** What he may confirm besides; undefined: no limit. */
  room: optional(big),
};

export const debtorCapFields = {
  debtor: address,
  token: address,
  cap: big,
  updatedAt: num,
};

export const postedAskFields = {
  hash: hex,
  seller: address,
  /** Zero: anyone. */
  buyer: address,
  lot: big,
  version: hex,
  /** Zero: the whole lot. */
  units: num,
  /** Zero: by rate and fee. */
  price: big,
  rateBps: num,
  feeBps: num,
  kind: offeredKind,
  deadline: num,
  salt: hex,
  postedAt: num,
  cancelledAt: optional(num),
  soldAt: optional(num),
  /** Whether it can be taken at the second that is asked for. */
  isAlive: bool,
  transaction: hex,
};

/** Of the lot that is offered: its units as it is, and principal that is open on it. */
const offeredLot = { receivable: big, ...ofReceivable, lotUnits: num, open: big };

export const askFields = { ...postedAskFields, ...offeredLot };

export const bidFields = {
  hash: hex,
  buyer: address,
  token: address,
  /** Zero: any; likewise seller and lot. */
  debtor: address,
  seller: address,
  lot: big,
  limit: big,
  maxDays: num,
  rateBps: num,
  feeBps: num,
  kind: offeredKind,
  /** Bit `1 << stream` for each stream of evidence that is wanted. */
  evidence: num,
  advanceBps: num,
  deadline: num,
  salt: hex,
  /** What the units that it has bought were worth. */
  filled: big,
  postedAt: num,
  cancelledAt: optional(num),
  /** Whether it can be taken at the second that is asked for: by some lot. */
  isAlive: bool,
  transaction: hex,
};

export const requestedFields = {
  lot: big,
  holder: address,
  deadline: num,
  at: num,
  /** Whether he still holds it, it can be sold, and the deadline is not over. */
  isAlive: bool,
  transaction: hex,
};

export const quoteRequestFields = { ...requestedFields, ...offeredLot };

export const soldFields = {
  lot: big,
  debtor: address,
  token: address,
  seller: address,
  buyer: address,
  /** The buyer, or the holdback of an advance. */
  holder: address,
  price: big,
  open: big,
  collectable: big,
  kind: offeredKind,
  /** Of the ask or bid. */
  hash: hex,
  /** When it was due then. */
  dueBy: num,
  at: num,
  transaction: hex,
};

export const saleFields = { ...soldFields, receivable: big };

export const holdbackFields = {
  holdback: address,
  lot: big,
  receivable: big,
  token: address,
  financier: address,
  seller: address,
  advance: big,
  fee: big,
  rateBps: num,
  startedAt: num,
  toFinancier: big,
  toSeller: big,
  /** What is due to the financier, as the contract's `due`: of the advance, and of interest and fee. */
  principal: big,
  charges: big,
  settledAt: optional(num),
  transaction: hex,
};

export const receivableCreditFields = { account: address, token: address, earned: big, withdrawn: big, balance: big };

export type IndexedReceivable = RowOf<typeof receivableFields>;
export type IndexedLot = RowOf<typeof holdingFields>;
export type IndexedLink = RowOf<typeof linkFields>;
export type IndexedReceivablePayment = RowOf<typeof paymentFields>;
export type IndexedLotCollection = RowOf<typeof collectionFields>;
export type IndexedReceivableAct = RowOf<typeof receivableActFields>;
export type IndexedEvidence = RowOf<typeof evidenceFields>;
export type IndexedDebtorRecord = RowOf<typeof debtorRecordFields>;
export type IndexedDebtorCap = RowOf<typeof debtorCapFields>;
export type IndexedAsk = RowOf<typeof askFields>;
export type IndexedBid = RowOf<typeof bidFields>;
export type IndexedQuoteRequest = RowOf<typeof quoteRequestFields>;
export type IndexedLotSale = RowOf<typeof saleFields>;
export type IndexedHoldback = RowOf<typeof holdbackFields>;
export type IndexedReceivableCredit = RowOf<typeof receivableCreditFields>;
