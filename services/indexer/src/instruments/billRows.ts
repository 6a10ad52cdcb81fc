import type { BillFace } from "@tallystick/sdk/bills/face";
import { rootId } from "@tallystick/sdk/instruments/links";
import type { Address } from "viem";
import type { billClaim } from "../../schema/billActs.ts";
import type { bill } from "../../schema/bills.ts";
import type { Origin } from "../origin.ts";
import type { LotRow } from "./lotRows.ts";

// Bills as pure functions of an event and of the row before it, by the rules of contracts/instruments/Bills*.sol.

export type BillRow = typeof bill.$inferSelect;
export type BillChange = Partial<Omit<BillRow, "chainId" | "id">>;

const [AFTER_SIGHT, AFTER_DATE, FIXED_DAY] = [1, 2, 3];
export const FLAG = { accepted: 1, part: 2, delivered: 4, late: 8, refused: 16, rest: 32 } as const;

const DAY = 86_400n;
/** Of a day in UTC. */
export const lastSecondOf = (day: number): bigint => (BigInt(day) + 1n) * DAY - 1n;
const dayOf = (at: bigint): number => Number(at / DAY);

function dueDayOf({ tenor, drawnOn, term }: BillFace): number {
  if (tenor === AFTER_DATE) return drawnOn + term;
  return tenor === FIXED_DAY ? term : 0;
}

/** @param contract that keeps the bill */
export function drawnBill(origin: Origin, id: bigint, face: BillFace, contract: Address): BillRow {
  const { chainId, at, transaction } = origin;
  const units = BigInt(face.units);
  return {
    ...face,
    chainId,
    id,
    units,
    sum: units * face.unit,
    root: rootId(contract, id),
    status: "drawn",
    flags: face.payee === face.drawer ? FLAG.delivered : 0,
    dueDay: dueDayOf(face),
    windowDay: 0,
    eventDay: 0,
    protestedAt: 0n,
    paid: 0n,
    interest: 0n,
    acceptedSum: 0n,
    next: null,
    openedAt: at,
    changedAt: at,
    transaction,
  };
}

export function afterAcceptance({ flags, sum: whole }: BillRow, sum: bigint, dueDay: number): BillChange {
  const isPart = sum < whole;
  const bits = isPart ? FLAG.accepted | FLAG.part : FLAG.accepted;
  return {
    status: isPart ? "partAccepted" : "accepted",
    flags: flags | bits,
    dueDay,
    windowDay: 0,
    acceptedSum: sum,
  };
}

/** Acceptance was refused, or not given in the window. */
export function afterRefusal({ flags, tenor, term, dueDay }: BillRow, day: number): BillChange {
  return {
    status: "refusedAcceptance",
    flags: flags | FLAG.refused,
    dueDay: tenor === AFTER_SIGHT ? day + term : dueDay,
    eventDay: day,
  };
}

export function afterPresentment({ dueDay }: BillRow, at: bigint, windowDay: number): BillChange {
  return { status: "presented", dueDay: dueDay || dayOf(at), windowDay };
}

interface Paid {
  readonly principal: bigint;
  readonly interest: bigint;
}

const YOUNG: readonly string[] = ["drawn", "accepted", "partAccepted"];
const REFUSED: readonly string[] = ["refusedAcceptance", "dishonoured", "protested"];

export function afterPayment(row: BillRow, at: bigint, { principal, interest }: Paid, isInFull: boolean): BillChange {
  const partly = REFUSED.includes(row.status) ? row.status : "partPaid";
  return {
    status: isInFull ? "paid" : partly,
    flags: interest === 0n ? row.flags : row.flags | FLAG.late,
    dueDay: row.dueDay || dayOf(at),
    windowDay: YOUNG.includes(row.status) ? 0 : row.windowDay,
    paid: row.paid + principal / row.units,
    interest: row.interest + interest,
  };
}

/** What a unit has been paid: the mark of a lot that is collected now. */
export const perUnitOf = ({ paid, interest, units }: BillRow): bigint => paid + interest / units;

type Claim = Pick<typeof billClaim.$inferSelect, "base" | "costs" | "day" | "units">;

/** A claim of other units than the lot has counts for nothing. */
export function afterNotice(before: Claim | null, units: bigint, costs: bigint): Claim {
  if (before?.units !== units) return { base: 0n, costs, day: 0, units };
  return { base: before.base, costs, day: before.day, units };
}

export function afterTaking({ mark, units }: Pick<LotRow, "mark" | "units">, amount: bigint, day: number): Claim {
  return { base: amount + mark * units, costs: 0n, day, units };
}

export const afterDishonour = (eventDay: number): BillChange => ({ status: "dishonoured", eventDay });

export const today = dayOf;

/** An event's arguments as JSON has them, without the ids that have columns of their own. */
export function detailsOf(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const told = Object.entries(args).filter(([name]) => name !== "id" && name !== "lot" && name !== "face");
  return Object.fromEntries(told.map(([name, value]) => [name, typeof value === "bigint" ? String(value) : value]));
}
