import type { Address, Hex } from "viem";
import { receivableStatus } from "../../../schema/receivables.ts";
import {
  account,
  accountOf,
  type BadQuestion,
  DIGITS,
  idIn,
  idsIn,
  listOf,
  oneOf,
  type Query,
  readOrRefuse,
  refuse,
  requireKnown,
  wholeNumber,
} from "../parameters.ts";
import { type AtSecond, chainOf, MAX_TIME, nowOf, type PageQuestion, placeOf } from "../place.ts";

// What may be asked about receivables and lots.

const ACCOUNT = /^0x[0-9a-f]{40}$/;
const TWO_ACCOUNTS = /^0x[0-9a-f]{40}0x[0-9a-f]{40}$/;
const HASH = /^0x[0-9a-f]{64}$/;
const LOT_AND_HOLDER = /^\d{1,78}0x[0-9a-f]{40}$/;
const DAY = 86_400;
const MAX_DAYS = 3_660;
const DEFAULT_DAYS = 365;
/** All of its days come in one answer. */
const MAX_OVERVIEW_DAYS = 400;
/** Lots in one answer: what is saved as a table is read by few questions. */
const MAX_LOTS = 5_000;

/** As recorded, and overdue, which follows from time. */
export const statusesNow = [...receivableStatus.enumValues, "overdue"] as const;
export type StatusNow = (typeof statusesNow)[number];

function hashIn(name: string, text: string | undefined): Hex | undefined {
  if (text === undefined) return undefined;
  const isHash = /^0x[0-9a-f]{64}$/i.test(text);
  return isHash ? (text.toLowerCase() as Hex) : refuse(`${name} must be 32 bytes in hexadecimal.`);
}

export interface ReceivableQuestion extends AtSecond, PageQuestion {
  readonly id: bigint | undefined;
  readonly debtor: Address | undefined;
  readonly creditor: Address | undefined;
  readonly token: Address | undefined;
  readonly order: Hex | undefined;
  readonly number: Hex | undefined;
  readonly statuses: readonly StatusNow[];
  readonly sort: "newest" | "due";
}

export function readReceivableQuestion(query: Query): ReceivableQuestion | BadQuestion {
  return readOrRefuse(() => {
    const filters = ["id", "debtor", "creditor", "token", "order", "number", "status"];
    requireKnown(query, ["chainId", "now", ...filters, "sort", "limit", "after"]);
    return {
      chainId: chainOf(query),
      now: nowOf(query),
      id: idIn("id", query.id),
      debtor: account("debtor", query.debtor),
      creditor: account("creditor", query.creditor),
      token: account("token", query.token),
      order: hashIn("order", query.order),
      number: hashIn("number", query.number),
      statuses: listOf("status", query.status, statusesNow),
      sort: oneOf("sort", query.sort, ["newest", "due"]) ?? "newest",
      ...placeOf(query, DIGITS),
    };
  });
}

export interface LotQuestion extends AtSecond, PageQuestion {
  readonly ids: readonly bigint[] | undefined;
  readonly holder: Address | undefined;
  readonly endorser: Address | undefined;
  readonly receivable: bigint | undefined;
  readonly debtor: Address | undefined;
  readonly token: Address | undefined;
  readonly statuses: readonly StatusNow[];
  readonly sort: "due" | "open" | "newest" | "units";
}

export function readLotQuestion(query: Query): LotQuestion | BadQuestion {
  return readOrRefuse(() => {
    const filters = ["ids", "holder", "receivable", "endorser", "debtor", "token", "status"];
    requireKnown(query, ["chainId", "now", ...filters, "sort", "limit", "after"]);
    const { ids, holder, receivable, debtor } = query;
    const isBounded = [ids, holder, receivable, debtor].some((each) => each !== undefined);
    if (!isBounded) refuse("Lots are asked for by ids, holder, receivable or debtor.");
    if (query.endorser !== undefined && receivable === undefined) refuse("endorser is asked for with a receivable.");
    return {
      chainId: chainOf(query),
      now: nowOf(query),
      ids: idsIn("ids", ids),
      holder: account("holder", holder),
      endorser: account("endorser", query.endorser),
      receivable: idIn("receivable", receivable),
      debtor: account("debtor", debtor),
      token: account("token", query.token),
      statuses: listOf("status", query.status, statusesNow),
      sort: oneOf("sort", query.sort, ["due", "open", "newest", "units"]) ?? "due",
      ...placeOf(query, DIGITS, MAX_LOTS),
    };
  });
}

export interface SumQuestion extends AtSecond, PageQuestion {
  readonly account: Address;
  readonly side: "held" | "owed";
  readonly token: Address | undefined;
}

function readSumQuestion(query: Query, known: readonly string[], isKey: RegExp): SumQuestion {
  requireKnown(query, ["chainId", "now", "account", "token", ...known, "limit", "after"]);
  return {
    chainId: chainOf(query),
    now: nowOf(query),
    account: accountOf(query, "account"),
    side: oneOf("side", query.side, ["held", "owed"]) ?? "held",
    token: account("token", query.token),
    ...placeOf(query, isKey),
  };
}

export const readPortfolioQuestion = (query: Query): SumQuestion | BadQuestion =>
  readOrRefuse(() => readSumQuestion(query, [], ACCOUNT));

export const readAgeingQuestion = (query: Query): SumQuestion | BadQuestion =>
  readOrRefuse(() => readSumQuestion(query, ["side"], ACCOUNT));

export const readExposureQuestion = (query: Query): SumQuestion | BadQuestion =>
  readOrRefuse(() => readSumQuestion(query, ["side"], TWO_ACCOUNTS));

export interface CashflowQuestion extends SumQuestion {
  /** First second, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

export function readCashflowQuestion(query: Query): CashflowQuestion | BadQuestion {
  return readOrRefuse(() => {
    const question = readSumQuestion(query, ["from", "to"], ACCOUNT);
    const from = wholeNumber("from", query.from, 0, MAX_TIME) ?? question.now - (question.now % DAY);
    const latest = from + MAX_DAYS * DAY;
    return { ...question, from, to: wholeNumber("to", query.to, from, latest) ?? from + DEFAULT_DAYS * DAY };
  });
}

export interface OverviewQuestion extends AtSecond {
  readonly account: Address;
  /** Of parties and days; left out, or none that is told of: the one that most lots are in. */
  readonly token: Address | undefined;
  /** First second of the days, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

export function readOverviewQuestion(query: Query): OverviewQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "now", "account", "token", "from", "to"]);
    const now = nowOf(query);
    const from = wholeNumber("from", query.from, 0, MAX_TIME) ?? now - (now % DAY);
    return {
      chainId: chainOf(query),
      now,
      account: accountOf(query, "account"),
      token: account("token", query.token),
      from,
      to: wholeNumber("to", query.to, from, from + MAX_OVERVIEW_DAYS * DAY) ?? from + DEFAULT_DAYS * DAY,
    };
  });
}

export interface DebtorQuestion extends PageQuestion {
  readonly chainId: number;
  readonly debtor: Address;
  readonly token: Address | undefined;
}

export function readDebtorQuestion(query: Query): DebtorQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "debtor", "token", "limit", "after"]);
    return {
      chainId: chainOf(query),
      debtor: accountOf(query, "debtor"),
      token: account("token", query.token),
      ...placeOf(query, ACCOUNT),
    };
  });
}

export interface OfferQuestion extends AtSecond, PageQuestion {
  readonly alive: boolean | undefined;
  readonly maker: Address | undefined;
  readonly lot: bigint | undefined;
  readonly debtor: Address | undefined;
  readonly seller: Address | undefined;
  readonly token: Address | undefined;
}

function readOfferQuestion(query: Query, known: readonly string[], isKey: RegExp): OfferQuestion | BadQuestion {
  return readOrRefuse(() => {
    const filters = ["alive", "maker", "lot", "debtor", "token", ...known];
    requireKnown(query, ["chainId", "now", ...filters, "limit", "after"]);
    const alive = oneOf("alive", query.alive, ["true", "false"]);
    return {
      chainId: chainOf(query),
      now: nowOf(query),
      alive: alive === undefined ? undefined : alive === "true",
      maker: account("maker", query.maker),
      lot: idIn("lot", query.lot),
      debtor: account("debtor", query.debtor),
      seller: account("seller", query.seller),
      token: account("token", query.token),
      ...placeOf(query, isKey),
    };
  });
}

export const readAskQuestion = (query: Query): OfferQuestion | BadQuestion => readOfferQuestion(query, [], HASH);

export const readBidQuestion = (query: Query): OfferQuestion | BadQuestion =>
  readOfferQuestion(query, ["seller"], HASH);

export const readRequestQuestion = (query: Query): OfferQuestion | BadQuestion =>
  readOfferQuestion(query, [], LOT_AND_HOLDER);

export interface HoldbackQuestion extends AtSecond, PageQuestion {
  readonly holdback: Address | undefined;
  readonly financier: Address | undefined;
  readonly seller: Address | undefined;
  readonly receivable: bigint | undefined;
  readonly lot: bigint | undefined;
}

export function readHoldbackQuestion(query: Query): HoldbackQuestion | BadQuestion {
  return readOrRefuse(() => {
    const filters = ["holdback", "financier", "seller", "receivable", "lot"];
    requireKnown(query, ["chainId", "now", ...filters, "limit", "after"]);
    return {
      chainId: chainOf(query),
      now: nowOf(query),
      holdback: account("holdback", query.holdback),
      financier: account("financier", query.financier),
      seller: account("seller", query.seller),
      receivable: idIn("receivable", query.receivable),
      lot: idIn("lot", query.lot),
      ...placeOf(query, ACCOUNT),
    };
  });
}

export interface ChainQuestion {
  readonly chainId: number;
  readonly lot: bigint;
}

export function readChainQuestion(query: Query): ChainQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "lot"]);
    return { chainId: chainOf(query), lot: idIn("lot", query.lot) ?? refuse("lot is missing.") };
  });
}
