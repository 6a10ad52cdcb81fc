import type { Address, Hex } from "viem";
import type { ReceivableStatus } from "../instruments/words.ts";
import { askPage, askRoute, askRoutePage, type IndexerOptions, listed, low, type PageChoice } from "./ask.ts";
import { address, big, type Fields, listOf, num, optional, type Page, type RowOf, row, text } from "./fields.ts";
import {
  askFields,
  bidFields,
  collectionFields,
  debtorCapFields,
  debtorRecordFields,
  evidenceFields,
  holdbackFields,
  holdingFields,
  type IndexedAsk,
  type IndexedBid,
  type IndexedDebtorCap,
  type IndexedDebtorRecord,
  type IndexedEvidence,
  type IndexedHoldback,
  type IndexedLink,
  type IndexedLot,
  type IndexedLotCollection,
  type IndexedLotSale,
  type IndexedQuoteRequest,
  type IndexedReceivable,
  type IndexedReceivableAct,
  type IndexedReceivableCredit,
  type IndexedReceivablePayment,
  linkFields,
  paymentFields,
  quoteRequestFields,
  receivableActFields,
  receivableCreditFields,
  receivableFields,
  saleFields,
} from "./instrumentFields.ts";

// What depends on the second that is asked for (status, interest, what is alive) is asked of the indexer's routes; `now`
// is a Unix second, the indexer's own clock where it is left out. The rest is asked of its tables.

/** The second for which something is asked. */
export interface AtSecond {
  readonly now?: number | undefined;
}

const routePage = <F extends Fields>(
  options: IndexerOptions,
  path: string,
  parameters: Readonly<Record<string, unknown>>,
  fields: F,
): Promise<Page<RowOf<F>>> => askRoutePage(options, `/instruments${path}`, parameters, fields);

/** Which receivables are asked for: those that are all of it. */
export interface ReceivableFilter extends AtSecond {
  readonly debtor?: Address | undefined;
  readonly creditor?: Address | undefined;
  readonly token?: Address | undefined;
  readonly statuses?: readonly ReceivableStatus[] | undefined;
  /** Hash of the order. */
  readonly order?: Hex | undefined;
  /** Number of the invoice, as in its terms. */
  readonly number?: Hex | undefined;
}

/** How receivables are ordered, and which page. */
export interface ReceivableChoice extends PageChoice {
  /** Left out: the newest first. `due`: what is due first, first. */
  readonly orderBy?: "newest" | "due" | undefined;
}

/** Receivables with what is owed on them. */
export function receivables(
  options: IndexerOptions,
  chainId: number,
  { statuses, ...filter }: ReceivableFilter = {},
  { orderBy, ...choice }: ReceivableChoice = {},
): Promise<Page<IndexedReceivable>> {
  const asked = { chainId, ...filter, status: listed(statuses), sort: orderBy, ...choice };
  return routePage(options, "/receivables", asked, receivableFields);
}

/** A receivable; undefined where it is not known. */
export async function receivable(
  options: IndexerOptions,
  chainId: number,
  id: bigint,
  { now }: AtSecond = {},
): Promise<IndexedReceivable | undefined> {
  const { items } = await routePage(options, "/receivables", { chainId, id, now }, receivableFields);
  return items[0];
}

/** Which lots are asked for: those that are all of it. Lots that are no more are left out. */
export interface LotFilter extends AtSecond {
  readonly holder?: Address | undefined;
  readonly receivable?: bigint | undefined;
  readonly debtor?: Address | undefined;
  readonly token?: Address | undefined;
  readonly statuses?: readonly ReceivableStatus[] | undefined;
  /** Of `receivable` alone: lots of others that he endorsed with recourse, those whose later links free him too. */
  readonly endorser?: Address | undefined;
  /** Some lots by their ids; at most 100. */
  readonly ids?: readonly bigint[] | undefined;
}

/** How lots are ordered, and which page. */
export interface LotChoice extends PageChoice {
  /** Left out: what is due first, first. `units`: in the order of the units of each receivable. */
  readonly orderBy?: "due" | "open" | "newest" | "units" | undefined;
}

/** Lots with what is open on them and what can be collected; at most 5,000 a page. */
export function lots(
  options: IndexerOptions,
  chainId: number,
  { statuses, ids, ...filter }: LotFilter = {},
  { orderBy, ...choice }: LotChoice = {},
): Promise<Page<IndexedLot>> {
  const asked = {
    chainId,
    ...filter,
    ids: listed(ids?.map(String)),
    status: listed(statuses),
    sort: orderBy,
    ...choice,
  };
  return routePage(options, "/lots", asked, holdingFields);
}

const portfolioFields = {
  token: address,
  /** Lots that are held, of receivables in any state. */
  lots: num,
  face: big,
  /** Principal that is open on them. */
  open: big,
  /** Of it, on receivables that are overdue or in default. */
  overdue: big,
  /** What can be collected on them now. */
  collectable: big,
};

/** What an account's lots in a token come to. */
export type PortfolioTotal = RowOf<typeof portfolioFields>;

/** The lots that an account holds: a page of them, and what all of them come to, by token. */
export interface Portfolio extends Page<IndexedLot> {
  /** Of at most 100 tokens, those first that most lots are in. */
  readonly totals: readonly PortfolioTotal[];
}

/** What an account holds; each lot with what is open on it, when it is due, its status and its debtor. */
export async function portfolio(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  filter: Omit<LotFilter, "holder" | "ids"> = {},
  choice: LotChoice = {},
): Promise<Portfolio> {
  const { now, token } = filter;
  const [page, totals] = await Promise.all([
    lots(options, chainId, { ...filter, holder: account }, choice),
    routePage(options, "/portfolio", { chainId, account, token, now, limit: 100 }, portfolioFields),
  ]);
  return { ...page, totals: totals.items };
}

/** What somebody holds, or what he owes himself. */
export type Side = "held" | "owed";

/** Whose claims are summed up, and for which second. */
export interface SumChoice extends AtSecond, PageChoice {
  /** Left out: what he holds. */
  readonly side?: Side | undefined;
  /** Left out: all tokens, one after the other. */
  readonly token?: Address | undefined;
}

const bucket = row({ count: num, open: big });
const ageingFields = {
  token: address,
  notDue: bucket,
  days1To30: bucket,
  days31To60: bucket,
  days61To90: bucket,
  over90: bucket,
};

/** Principal in a token that is open, by days since it was due; `count` of lots, or of one's own debts. */
export type Ageing = RowOf<typeof ageingFields>;

/** How old an account's open claims are, or its debts. A day counts from its first second on. */
export function ageing(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: SumChoice = {},
): Promise<Page<Ageing>> {
  return routePage(options, "/ageing", { chainId, account, ...choice }, ageingFields);
}

const exposureFields = {
  token: address,
  /** The debtor of what is held; the creditor of what is owed, as registered. */
  party: address,
  count: num,
  open: big,
  overdue: big,
  /** When the first of it is, or was, due. */
  firstDue: num,
};

/** Principal in a token that one party owes to an account, or is owed by it. */
export type Exposure = RowOf<typeof exposureFields>;

/** By whom an account is owed how much, or to whom it owes; in each token the greatest first. */
export function exposure(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: SumChoice = {},
): Promise<Page<Exposure>> {
  return routePage(options, "/exposure", { chainId, account, ...choice }, exposureFields);
}

const flow = { incoming: big, outgoing: big };
const cashflowFields = { token: address, /** Its first second, UTC. */ day: num, ...flow };
const cashflowAnswer = row({
  items: listOf(row(cashflowFields)),
  total: num,
  next: optional(text),
  earlier: listOf(row({ token: address, ...flow })),
});

/** What is due on a day in a token: principal open on an account's lots, and on its own debts. */
export type CashflowDay = RowOf<typeof cashflowFields>;

/** Days that something is due on. */
export interface Cashflow extends Page<CashflowDay> {
  /** What was due before the first day and is open still, by token (at most 100, by address). */
  readonly earlier: readonly { readonly token: Address; readonly incoming: bigint; readonly outgoing: bigint }[];
}

/** Which days: Unix seconds. */
export interface CashflowChoice extends PageChoice, AtSecond {
  /** Left out: from the day of `now` on. */
  readonly from?: number | undefined;
  /** Left out: 365 days from there. At most 3,660. */
  readonly to?: number | undefined;
  readonly token?: Address | undefined;
}

/** What comes in and goes out by the day it is due, if everybody pays in time; the earliest first. */
export async function cashflow(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: CashflowChoice = {},
): Promise<Cashflow> {
  const asked = { chainId, account, ...choice };
  const { items, total, next, earlier } = await askRoute(options, "/instruments/cashflow", asked, cashflowAnswer);
  return { items, totalCount: total, next, earlier };
}

const overviewAnswer = row({
  token: optional(address),
  totals: listOf(row(portfolioFields)),
  held: listOf(row(ageingFields)),
  owed: listOf(row(ageingFields)),
  exposure: row({ items: listOf(row(exposureFields)), total: num, next: optional(text) }),
  days: listOf(row(cashflowFields)),
  earlier: row(flow),
});

/** What an account holds and owes, by token and age; and of one token by party and day. */
export interface Overview {
  /** Of exposure and days. Undefined: nothing is held or owed. */
  readonly token?: Address | undefined;
  /** Of at most 100 tokens, those first that most lots are in; ages of the same. */
  readonly totals: readonly PortfolioTotal[];
  readonly held: readonly Ageing[];
  readonly owed: readonly Ageing[];
  /** The ten greatest debtors; what comes after them: `exposure`. */
  readonly exposure: Page<Exposure>;
  /** All days from the first to the last, and what was due before them and is open still. */
  readonly days: readonly CashflowDay[];
  readonly earlier: Pick<CashflowDay, "incoming" | "outgoing">;
}

/**
 * All that a portfolio's page begins with, by one question: totals, ages, exposure and days of an account.
 *
 * @param choice `from`, `to`: Unix seconds, at most 400 days; left out: 365 days from the day of `now` on. `token`: left
 * out, or of nothing that is held or owed: the one that most lots are in
 */
export async function overview(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: Omit<CashflowChoice, keyof PageChoice> = {},
): Promise<Overview> {
  const asked = { chainId, account, ...choice };
  const answer = await askRoute(options, "/instruments/overview", asked, overviewAnswer);
  const { items, total, next } = answer.exposure;
  return { ...answer, exposure: { items, totalCount: total, next } };
}

/** The lots of a receivable that there are, and the links of all that ever were. */
export interface Lineage {
  readonly lots: Page<IndexedLot>;
  /** A link goes on from the one whose `roll` is its `before`; the first from the root. */
  readonly links: Page<IndexedLink>;
}

/**
 * How the lots of a receivable came to be: the tree over the tiers. Lots by their units, links by their time.
 * What comes after the first page of either: `lots` and `linksOf`.
 */
export async function lineage(
  options: IndexerOptions,
  chainId: number,
  receivable: bigint,
  { now, limit = 100 }: AtSecond & Pick<PageChoice, "limit"> = {},
): Promise<Lineage> {
  const [found, links] = await Promise.all([
    lots(options, chainId, { receivable, now }, { limit, orderBy: "units" }),
    linksOf(options, chainId, receivable, { limit }),
  ]);
  return { lots: found, links };
}

/** The links of all lots of a receivable, those that a take-up made void included; the oldest first. */
export function linksOf(
  options: IndexerOptions,
  chainId: number,
  receivable: bigint,
  choice: PageChoice = {},
): Promise<Page<IndexedLink>> {
  const where = { chainId, receivable: String(receivable) };
  return askPage(options, "links", linkFields, where, { ...choice, orderBy: "time", descending: false });
}

/** A lot's chain, from the root on, as `demand` and `takeUp` take it; nothing where the lot is not known. */
export async function lotChainOf(
  options: IndexerOptions,
  chainId: number,
  lot: bigint,
): Promise<readonly IndexedLink[]> {
  const answer = row({ items: listOf(row(linkFields)) });
  return (await askRoute(options, "/instruments/chain", { chainId, lot }, answer)).items;
}

/** A debtor's public record and limits, by token. */
export function debtorRecords(
  options: IndexerOptions,
  chainId: number,
  debtor: Address,
  choice: PageChoice & { readonly token?: Address | undefined } = {},
): Promise<Page<IndexedDebtorRecord>> {
  return routePage(options, "/debtors", { chainId, debtor, ...choice }, debtorRecordFields);
}

/** The DAO's caps that are in force on what debtors may have confirmed and not paid; the newest first. */
export function debtorCaps(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice = {},
): Promise<Page<IndexedDebtorCap>> {
  // A cap that was lifted is null, which is no number.
  const where = { chainId, cap_gte: "0" };
  return askPage(options, "debtorLimits", debtorCapFields, where, {
    ...choice,
    orderBy: "updatedAt",
    descending: true,
  });
}

/** Evidence behind a receivable, the newest first. */
export function evidenceOf(
  options: IndexerOptions,
  chainId: number,
  receivable: bigint,
  choice: PageChoice = {},
): Promise<Page<IndexedEvidence>> {
  return ofReceivable(options, "evidenceEntrys", evidenceFields, chainId, receivable, choice);
}

/** What happened to a receivable, payments, collections and evidence aside; the newest first. */
export function receivableActs(
  options: IndexerOptions,
  chainId: number,
  receivable: bigint,
  choice: PageChoice = {},
): Promise<Page<IndexedReceivableAct>> {
  return ofReceivable(options, "receivableActs", receivableActFields, chainId, receivable, choice);
}

/** Payments of a receivable, the newest first. */
export function receivablePaymentsOf(
  options: IndexerOptions,
  chainId: number,
  receivable: bigint,
  choice: PageChoice = {},
): Promise<Page<IndexedReceivablePayment>> {
  return ofReceivable(options, "receivablePayments", paymentFields, chainId, receivable, choice);
}

/** What was collected from a receivable, the newest first. */
export function lotCollectionsOf(
  options: IndexerOptions,
  chainId: number,
  receivable: bigint,
  choice: PageChoice = {},
): Promise<Page<IndexedLotCollection>> {
  return ofReceivable(options, "receivableCollections", collectionFields, chainId, receivable, choice);
}

function ofReceivable<F extends Fields>(
  options: IndexerOptions,
  table: string,
  fields: F,
  chainId: number,
  receivable: bigint,
  choice: PageChoice,
): Promise<Page<RowOf<F>>> {
  const where = { chainId, receivable: String(receivable) };
  return askPage(options, table, fields, where, { ...choice, orderBy: "at", descending: true });
}

/** What waits for an account in the receivables, by token: what `withdrawProceeds` sends. */
export function receivableCreditsOf(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedReceivableCredit>> {
  return askPage(options, "receivableCredits", receivableCreditFields, { chainId, account: low(account) }, choice);
}

/** Which offers are asked for: those that are all of it. Signed ones are seen once they are posted. */
export interface OfferFilter extends AtSecond {
  /** Only those that can be taken then, or only those that can't. */
  readonly alive?: boolean | undefined;
  /** Who made it: seller, buyer, or who asks for quotes. */
  readonly maker?: Address | undefined;
  readonly lot?: bigint | undefined;
  readonly debtor?: Address | undefined;
  readonly token?: Address | undefined;
}

/** Posted asks, the newest first. */
export function asks(
  options: IndexerOptions,
  chainId: number,
  filter: OfferFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedAsk>> {
  return routePage(options, "/asks", { chainId, ...filter, ...choice }, askFields);
}

/** Which bids are asked for. A filter by lot, debtor or token finds those for any as well. */
export interface BidFilter extends OfferFilter {
  readonly seller?: Address | undefined;
}

/** Posted bids, the newest first. */
export function bids(
  options: IndexerOptions,
  chainId: number,
  filter: BidFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedBid>> {
  return routePage(options, "/bids", { chainId, ...filter, ...choice }, bidFields);
}

/** Requests of holders for quotes, the newest first. */
export function quoteRequests(
  options: IndexerOptions,
  chainId: number,
  filter: OfferFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedQuoteRequest>> {
  return routePage(options, "/requests", { chainId, ...filter, ...choice }, quoteRequestFields);
}

/** A board: the first pages of asks, bids and requests. */
export interface Offers {
  readonly asks: Page<IndexedAsk>;
  readonly bids: Page<IndexedBid>;
  readonly requests: Page<IndexedQuoteRequest>;
}

/** Asks, bids and requests at once, the newest of each first. */
export async function offers(
  options: IndexerOptions,
  chainId: number,
  filter: OfferFilter = {},
  { limit }: Pick<PageChoice, "limit"> = {},
): Promise<Offers> {
  const [foundAsks, foundBids, requests] = await Promise.all([
    asks(options, chainId, filter, { limit }),
    bids(options, chainId, filter, { limit }),
    quoteRequests(options, chainId, filter, { limit }),
  ]);
  return { asks: foundAsks, bids: foundBids, requests };
}

/** Which sales are asked for: those that are all of it. */
export interface SaleFilter {
  readonly lot?: bigint | undefined;
  readonly receivable?: bigint | undefined;
  readonly debtor?: Address | undefined;
  readonly seller?: Address | undefined;
  readonly buyer?: Address | undefined;
  /** Of the ask or bid. */
  readonly hash?: Hex | undefined;
}

/** Sales of receivables' lots, the newest first. */
export function sales(
  options: IndexerOptions,
  chainId: number,
  filter: SaleFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedLotSale>> {
  return askPage(
    options,
    "sales",
    saleFields,
    { ...whereOf(chainId, filter), bill: null },
    {
      ...choice,
      orderBy: "at",
      descending: true,
    },
  );
}

/** Which holdbacks are asked for: those that are all of it. */
export interface HoldbackFilter extends AtSecond {
  readonly holdback?: Address | undefined;
  readonly financier?: Address | undefined;
  readonly seller?: Address | undefined;
  readonly receivable?: bigint | undefined;
  readonly lot?: bigint | undefined;
}

/** Advances with what is held back, the newest first. */
export function holdbacks(
  options: IndexerOptions,
  chainId: number,
  filter: HoldbackFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedHoldback>> {
  return routePage(options, "/holdbacks", { chainId, ...filter, ...choice }, holdbackFields);
}

/** A filter as the indexer's tables take it: hexadecimal in small letters, numbers in decimals. */
function whereOf(chainId: number, filter: object): Record<string, unknown> {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return { chainId, ...Object.fromEntries(given.map(([name, value]) => [name, String(value).toLowerCase()])) };
}
