import type { Address, Hex } from "viem";
import { ask, askPage, type IndexerOptions, low, type PageChoice } from "./ask.ts";
import { address, big, hex, num, oneOf, optional, type Page, type RowOf, row, rows } from "./fields.ts";

// Tabs between readers and providers. What may be claimed at this moment tells the chain (`Tabs.availableOf`).

export const tabFields = {
  chainId: num,
  id: hex,
  reader: address,
  provider: address,
  token: address,
  salt: hex,
  feeBps: num,
  status: oneOf("open", "closing", "closed"),
  deposited: big,
  claimed: big,
  owed: big,
  collected: big,
  handedOver: big,
  debt: big,
  collectable: big,
  limit: big,
  paymentTerm: num,
  serial: num,
  statements: num,
  closesAt: num,
  openedAt: num,
  closedAt: optional(num),
  rest: big,
  updatedAt: num,
};

export const statementFields = {
  tab: hex,
  number: num,
  reader: address,
  provider: address,
  token: address,
  from: big,
  to: big,
  amount: big,
  outstanding: big,
  status: oneOf("open", "covered"),
  voucher: hex,
  dueAt: num,
  issuedAt: num,
};

const tabDetailFields = {
  ...tabFields,
  deposits: rows(
    { kind: oneOf("deposit", "payment"), payer: address, amount: big, depositedAt: num, transaction: hex },
    'limit: 200, orderBy: "depositedAt", orderDirection: "desc"',
  ),
  settlements: rows(
    { owed: big, claimed: big, added: big, settledAt: num, transaction: hex },
    'limit: 200, orderBy: "settledAt", orderDirection: "desc"',
  ),
  issued: rows(statementFields, 'limit: 200, orderBy: "number", orderDirection: "desc"'),
  handOvers: rows({ number: num, instrument: address, amount: big, handedOverAt: num, transaction: hex }),
  creditLines: rows({ serial: num, limit: big, paymentTerm: num, acceptedAt: num }),
  collections: rows(
    { to: address, amount: big, fee: big, collectedAt: num, transaction: hex },
    'limit: 200, orderBy: "collectedAt", orderDirection: "desc"',
  ),
};
const tabCreditFields = { account: address, token: address, rests: big, fees: big, withdrawn: big, balance: big };

/** A tab with its running totals in base units, named as in `ITabs`. */
export type IndexedTab = RowOf<typeof tabFields>;
export type IndexedStatement = RowOf<typeof statementFields>;
export type IndexedTabDetail = RowOf<typeof tabDetailFields>;
export type IndexedTabCredit = RowOf<typeof tabCreditFields>;

/** Whose tabs: a reader's, a provider's, or those that an account is on either side of (`party`). */
export type TabParty = { readonly reader: Address } | { readonly provider: Address } | { readonly party: Address };

function partyOf(who: TabParty): Record<string, unknown> {
  if ("party" in who) return { OR: ["reader", "provider"].map((side) => ({ [side]: low(who.party) })) };
  return "reader" in who ? { reader: low(who.reader) } : { provider: low(who.provider) };
}

/** Tabs of an account, last changed first. Each row has what `Tab` has: `tabId` and the tab's acts take it as it is. */
export function tabsOf(
  options: IndexerOptions,
  chainId: number,
  who: TabParty,
  choice: PageChoice = {},
): Promise<Page<IndexedTab>> {
  const where = { chainId, ...partyOf(who) };
  return askPage(options, "tabs", tabFields, where, { ...choice, orderBy: "updatedAt", descending: true });
}

/** A tab with all that happened on it; undefined when it is not known. */
export function tabDetail(options: IndexerOptions, chainId: number, id: Hex): Promise<IndexedTabDetail | undefined> {
  return ask(options, {
    root: "tab",
    field: optional(row(tabDetailFields)),
    types: "$chainId: Float!, $id: String!",
    args: "chainId: $chainId, id: $id",
    variables: { chainId, id: id.toLowerCase() },
  });
}

/** Statements on an account's tabs, the next due first; those still open unless all are asked for. */
export function indexedStatements(
  options: IndexerOptions,
  chainId: number,
  who: TabParty,
  choice: PageChoice & { readonly all?: boolean | undefined } = {},
): Promise<Page<IndexedStatement>> {
  const { all, ...rest } = choice;
  const where = { chainId, ...partyOf(who), ...(all ? {} : { status: "open" }) };
  return askPage(options, "tabStatements", statementFields, where, { ...rest, orderBy: "dueAt" });
}

/** What an account may withdraw from the tabs (rests, fees), one row a token. */
export function tabCreditsOf(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedTabCredit>> {
  return askPage(options, "tabCredits", tabCreditFields, { chainId, account: low(account) }, choice);
}
