import { parseAmount } from "../../../lib/format.ts";

/** What of a receivable is due, in base units. */
export interface Due {
  readonly id: bigint;
  readonly principal: bigint;
  /** Counted until now. */
  readonly interest: bigint;
  /** Counted until a day later: the transaction may be in the next day. */
  readonly interestTomorrow: bigint;
}

/** What was chosen: for each id the amount as typed, "" for all that is due. */
export type Selection = Readonly<Record<string, string>>;

/** As many as are paid at once: one transaction has to fit into a block. */
export const mostAtOnce = 50;

export type PaymentFault = "badAmount" | "nothing" | "tooMuch";

/** One payment of a selection. */
export interface Part {
  readonly id: bigint;
  /** What is paid now, if the typed amount is one. */
  readonly amount: bigint | undefined;
  /** What the contract may take at most: never more than is due then. */
  readonly upTo: bigint;
  readonly fault: PaymentFault | undefined;
}

export interface PaymentPlan {
  readonly parts: readonly Part[];
  /** What is paid if the transaction is in today's block. */
  readonly total: bigint;
  /** Of it, for interest: it is paid first. */
  readonly interest: bigint;
  /** What is approved: a day's interest more, where all is paid. */
  readonly atMost: bigint;
  readonly isGood: boolean;
}

export function dueNow({ principal, interest }: Due): bigint {
  return principal + interest;
}

/** With one more in the selection, or without it. */
export function toggled(selection: Selection, id: bigint, isOn: boolean): Selection {
  const { [String(id)]: _, ...rest } = selection;
  return isOn ? { ...rest, [String(id)]: "" } : rest;
}

/** With all of a list in the selection, as far as they may be paid at once; what was typed stays. */
export function withAll(selection: Selection, items: readonly Due[]): Selection {
  const added = items.filter(({ id }) => !(String(id) in selection)).map(({ id }) => [String(id), ""] as const);
  const room = mostAtOnce - Object.keys(selection).length;
  return { ...selection, ...Object.fromEntries(added.slice(0, Math.max(0, room))) };
}

/** What a selection comes to. Whatever of it is not among the items any more, as it was paid meanwhile, is left out. */
export function planOf(items: readonly Due[], selection: Selection, decimals: number): PaymentPlan {
  const parts = items
    .filter(({ id }) => String(id) in selection)
    .map((item) => ({ item, part: partOf(item, selection[String(item.id)] ?? "", decimals) }));
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, each) => total + each, 0n);
  return {
    parts: parts.map(({ part }) => part),
    total: sum(parts.map(({ part }) => part.amount ?? 0n)),
    interest: sum(parts.map(({ item, part }) => least(part.amount ?? 0n, item.interest))),
    atMost: sum(parts.map(({ part }) => part.upTo)),
    isGood: parts.length > 0 && parts.length <= mostAtOnce && parts.every(({ part }) => part.fault === undefined),
  };
}

function partOf(item: Due, typed: string, decimals: number): Part {
  const due = dueNow(item);
  if (typed.trim() === "") {
    return { id: item.id, amount: due, upTo: item.principal + item.interestTomorrow, fault: undefined };
  }
  const amount = parseAmount(typed, decimals);
  const fault = faultOf(amount, due);
  return { id: item.id, amount, upTo: fault === undefined ? (amount ?? 0n) : 0n, fault };
}

function faultOf(amount: bigint | undefined, due: bigint): PaymentFault | undefined {
  if (amount === undefined) return "badAmount";
  if (amount === 0n) return "nothing";
  return amount > due ? "tooMuch" : undefined;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
