import type { Address, Hex } from "viem";
import type { tab, tabCredit, tabStatement } from "../../schema/tabs.ts";
import type { Origin } from "../origin.ts";

// Rows of the tabs as pure functions of an event and of the rows before it, by the rules of contracts/market/TabsLedger.sol.

export type TabRow = typeof tab.$inferSelect;
export type StatementRow = typeof tabStatement.$inferSelect;
export type TabCreditRow = typeof tabCredit.$inferSelect;

interface Opening {
  readonly id: Hex;
  readonly tab: { readonly reader: Address; readonly provider: Address; readonly token: Address; readonly salt: Hex };
  readonly feeBps: number;
}

export function newTab(origin: Origin, event: Opening): TabRow {
  return {
    chainId: origin.chainId,
    id: event.id,
    ...event.tab,
    feeBps: event.feeBps,
    status: "open",
    deposited: 0n,
    claimed: 0n,
    owed: 0n,
    collected: 0n,
    handedOver: 0n,
    debt: 0n,
    collectable: 0n,
    limit: 0n,
    paymentTerm: 0n,
    serial: 0n,
    statements: 0,
    covered: 0,
    closesAt: 0n,
    openedAt: origin.at,
    closedAt: null,
    rest: 0n,
    updatedAt: origin.at,
  };
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** What pays for claims: deposits, and debt that an instrument took over. */
export const fundedOf = (row: Pick<TabRow, "deposited" | "handedOver">): bigint => row.deposited + row.handedOver;

/** A tab after a change of its running totals, with what follows from them. */
export function changeTab(before: TabRow, at: bigint, change: Partial<TabRow>): TabRow {
  const after = { ...before, ...change, updatedAt: at };
  const funded = fundedOf(after);
  return {
    ...after,
    owed: greatest(after.owed, after.claimed),
    debt: greatest(after.claimed - funded, 0n),
    collectable: least(after.claimed, funded) - after.handedOver - after.collected,
  };
}

/** A statement as it stands with so much of the tab funded. */
export function withOutstanding(row: StatementRow, funded: bigint): StatementRow {
  const outstanding = greatest(row.to - greatest(funded, row.from), 0n);
  return { ...row, outstanding, status: outstanding === 0n ? "covered" : "open" };
}

export const noTabCredit = (chainId: number, account: Address, token: Address): TabCreditRow => ({
  chainId,
  account,
  token,
  rests: 0n,
  fees: 0n,
  withdrawn: 0n,
  balance: 0n,
});

export function bookTabCredit(
  before: TabCreditRow,
  change: Partial<Pick<TabCreditRow, "rests" | "fees" | "withdrawn">>,
): TabCreditRow {
  const rests = before.rests + (change.rests ?? 0n);
  const fees = before.fees + (change.fees ?? 0n);
  const withdrawn = before.withdrawn + (change.withdrawn ?? 0n);
  return { ...before, rests, fees, withdrawn, balance: rests + fees - withdrawn };
}
