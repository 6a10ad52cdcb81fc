import type { Address } from "viem";
import { billStatus } from "../../../schema/bills.ts";
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
import { type AtSecond, chainOf, nowOf, type PageQuestion, placeOf } from "../place.ts";

// What may be asked about bills.

const ACCOUNT = /^0x[0-9a-f]{40}$/;
const TASK = /^[A-Za-z]{1,32}\.\d{1,78}\.\d{0,78}$/;
const MAX_DAY = 2 ** 24 - 1;

/** As what somebody has a part in a bill: named on its face, as holder of a lot now, or as guarantor. */
export const billRoles = ["drawer", "drawee", "payee", "holder", "guarantor"] as const;
export type BillRole = (typeof billRoles)[number];

export interface BillQuestion extends PageQuestion {
  readonly chainId: number;
  readonly id: bigint | undefined;
  readonly party: Address | undefined;
  /** Of the party; none: any. */
  readonly roles: readonly BillRole[];
  readonly token: Address | undefined;
  readonly statuses: readonly string[];
  /** Due on an earlier day than this. */
  readonly dueBefore: number | undefined;
  readonly sort: "newest" | "due";
}

export function readBillQuestion(query: Query): BillQuestion | BadQuestion {
  return readOrRefuse(() => {
    const filters = ["id", "party", "role", "token", "status", "dueBefore"];
    requireKnown(query, ["chainId", ...filters, "sort", "limit", "after"]);
    if (query.role !== undefined && query.party === undefined) refuse("role is asked for with a party.");
    return {
      chainId: chainOf(query),
      id: idIn("id", query.id),
      party: account("party", query.party),
      roles: listOf("role", query.role, billRoles),
      token: account("token", query.token),
      statuses: listOf("status", query.status, billStatus.enumValues),
      dueBefore: wholeNumber("dueBefore", query.dueBefore, 0, MAX_DAY),
      sort: oneOf("sort", query.sort, ["newest", "due"]) ?? "newest",
      ...placeOf(query, DIGITS),
    };
  });
}

export interface InboxQuestion extends AtSecond, PageQuestion {
  readonly account: Address;
}

export function readInboxQuestion(query: Query): InboxQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "now", "account", "limit", "after"]);
    return {
      chainId: chainOf(query),
      now: nowOf(query),
      account: accountOf(query, "account"),
      ...placeOf(query, TASK),
    };
  });
}

export interface BillLotQuestion extends AtSecond, PageQuestion {
  readonly ids: readonly bigint[] | undefined;
  readonly holder: Address | undefined;
  readonly bill: bigint | undefined;
  /** Only those that are sold by rate and fee. */
  readonly isSaleable: boolean;
}

export function readBillLotQuestion(query: Query): BillLotQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "now", "ids", "holder", "bill", "isSaleable", "limit", "after"]);
    const isBounded = [query.ids, query.holder, query.bill].some((each) => each !== undefined);
    if (!isBounded) refuse("Lots of bills are asked for by ids, holder or bill.");
    return {
      chainId: chainOf(query),
      now: nowOf(query),
      ids: idsIn("ids", query.ids),
      holder: account("holder", query.holder),
      bill: idIn("bill", query.bill),
      isSaleable: oneOf("isSaleable", query.isSaleable, ["true", "false"]) === "true",
      ...placeOf(query, DIGITS),
    };
  });
}

export interface RepoQuestion extends PageQuestion {
  readonly chainId: number;
  readonly buyer: Address | undefined;
  readonly seller: Address | undefined;
  readonly buyback: Address | undefined;
  readonly lot: bigint | undefined;
  /** Only those whose lot is with the buy-back, or only the others. */
  readonly isOpen: boolean | undefined;
}

export function readRepoQuestion(query: Query): RepoQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "buyer", "seller", "buyback", "lot", "isOpen", "limit", "after"]);
    const isOpen = oneOf("isOpen", query.isOpen, ["true", "false"]);
    return {
      chainId: chainOf(query),
      buyer: account("buyer", query.buyer),
      seller: account("seller", query.seller),
      buyback: account("buyback", query.buyback),
      lot: idIn("lot", query.lot),
      isOpen: isOpen === undefined ? undefined : isOpen === "true",
      ...placeOf(query, ACCOUNT),
    };
  });
}

export interface AcceptorQuestion extends AtSecond, PageQuestion {
  readonly acceptor: Address;
  readonly token: Address | undefined;
}

export function readAcceptorQuestion(query: Query): AcceptorQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "now", "acceptor", "token", "limit", "after"]);
    return {
      chainId: chainOf(query),
      now: nowOf(query),
      acceptor: accountOf(query, "acceptor"),
      token: account("token", query.token),
      ...placeOf(query, ACCOUNT),
    };
  });
}
