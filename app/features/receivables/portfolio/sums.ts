import type { Ageing, CashflowDay } from "@tallystick/sdk/indexer/instruments";
import { type Address, isAddressEqual } from "viem";
import { type Month, monthAfter, monthOf, monthText, spanOf } from "./months.ts";

/** Ages of open claims, the youngest first. */
export const ages = ["notDue", "days1To30", "days31To60", "days61To90", "over90"] as const;

/** What open claims in a token come to. */
export interface OpenSum {
  readonly count: number;
  readonly open: bigint;
  readonly overdue: bigint;
}

/** The row of a token, in any spelling of its address. */
export function rowOf<R extends { readonly token: Address }>(rows: readonly R[], token: Address): R | undefined {
  return rows.find((row) => isAddressEqual(row.token, token));
}

export function openSum(row: Ageing | undefined): OpenSum {
  if (row === undefined) return { count: 0, open: 0n, overdue: 0n };
  const buckets = ages.map((age) => row[age]);
  const open = buckets.reduce((sum, each) => sum + each.open, 0n);
  return { count: buckets.reduce((sum, each) => sum + each.count, 0), open, overdue: open - row.notDue.open };
}

/** What is open in each age; nothing where there is no row. */
export function openByAge(row: Ageing | undefined): readonly bigint[] {
  return ages.map((age) => row?.[age].open ?? 0n);
}

/** Tokens that anything is held or owed in, each once, in the order of the lists. */
export function tokensOf(...lists: readonly (readonly { readonly token: Address }[])[]): readonly Address[] {
  return [...new Map(lists.flat().map(({ token }) => [token.toLowerCase(), token])).values()];
}

/** Money that comes in and goes out. */
export interface Flow {
  readonly incoming: bigint;
  readonly outgoing: bigint;
}

export function flowOf(days: readonly Flow[]): Flow {
  return {
    incoming: days.reduce((sum, each) => sum + each.incoming, 0n),
    outgoing: days.reduce((sum, each) => sum + each.outgoing, 0n),
  };
}

/** The flows of so many months from one on; days outside of them are left out. */
export function flowByMonth(
  days: readonly Pick<CashflowDay, "day" | "incoming" | "outgoing">[],
  first: Month,
  months: number,
): readonly (Month & Flow)[] {
  return Array.from({ length: months }, (_, i) => {
    const { year, month } = monthAfter(first, i);
    const within = days.filter(({ day }) => {
      const at = monthOf(day);
      return at.year === year && at.month === month;
    });
    return { year, month, ...flowOf(within) };
  });
}

/** Days of a span of months, and what was due before them and is open still. */
interface KnownFlows {
  /** The first month. */
  readonly first: Month;
  readonly days: readonly CashflowDay[];
  readonly earlier: Flow;
}

/** The same of one of the months; undefined: it is none of them. */
export function flowsIn(
  { first, days, earlier }: KnownFlows,
  month: Month,
  months: number,
): Pick<KnownFlows, "days" | "earlier"> | undefined {
  const isWithin = Array.from({ length: months }, (_, i) => monthText(monthAfter(first, i))).includes(monthText(month));
  if (!isWithin) return undefined;
  const { from, until } = spanOf(month);
  const before = flowOf([earlier, ...days.filter(({ day }) => day < from)]);
  return { days: days.filter(({ day }) => day >= from && day < until), earlier: before };
}
