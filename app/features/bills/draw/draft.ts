import {
  type BillDue,
  type BillFace,
  billSum,
  dateOfDay,
  dayOfDate,
  draftFace,
  placeText,
  tenorOf,
  type UndocumentedFace,
} from "@tallystick/sdk/bills/face";
import { type BillClause, billClauses, namesIn, type TenorName } from "@tallystick/sdk/bills/words";
import { type Address, formatUnits, isAddress, zeroAddress } from "viem";
import { parseAmount } from "../../../lib/format.ts";

/** The form of a bill, as it is typed. Dates as "2026-12-31". */
export interface Draft {
  readonly drawee: string;
  readonly payee: string;
  readonly token: Address;
  readonly amount: string;
  readonly isDivisible: boolean;
  readonly tenor: TenorName;
  readonly days: string;
  readonly dueOn: string;
  readonly rules: number;
  readonly clauses: readonly BillClause[];
  readonly drawnAt: string;
  readonly payableAt: string;
  readonly presentBy: string;
  /** Empty: none. */
  readonly court: string;
}

/** Fields that a draft can be wrong in; each has a sentence in the dictionaries (`bills.wrong_<field>`). */
export type DraftField =
  | "drawee"
  | "payee"
  | "amount"
  | "days"
  | "dueOn"
  | "drawnAt"
  | "payableAt"
  | "presentBy"
  | "court";

export function emptyDraft(token: Address): Draft {
  return {
    drawee: "",
    payee: "",
    token,
    amount: "",
    isDivisible: true,
    tenor: "fixedDay",
    days: "",
    dueOn: "",
    rules: 1,
    clauses: [],
    drawnAt: "",
    payableAt: "",
    presentBy: "",
    court: "",
  };
}

/** The form of a face that is there already, for another in its place. */
export function draftOf(face: BillFace, decimals: number): Draft {
  const tenor = tenorOf(face);
  return {
    ...{ drawee: face.drawee, payee: face.payee, token: face.token, rules: face.rules, tenor },
    amount: formatUnits(billSum(face), decimals),
    isDivisible: face.units > 1,
    days: tenor === "afterSight" || tenor === "afterDate" ? String(face.term) : "",
    dueOn: tenor === "fixedDay" ? dateOfDay(face.term) : "",
    clauses: namesIn(billClauses, face.clauses),
    drawnAt: placeText(face.drawnAt) ?? "",
    payableAt: placeText(face.payableAt) ?? "",
    presentBy: face.presentBy === 0 ? "" : dateOfDay(face.presentBy),
    court: face.court === zeroAddress ? "" : face.court,
  };
}

/** When a draft is due; undefined: that is not said yet. */
export function dueOfDraft({ tenor, days, dueOn }: Draft): BillDue | undefined {
  if (tenor === "atSight") return { tenor };
  if (tenor === "fixedDay") return isDate(dueOn) ? { tenor, on: dueOn } : undefined;
  return /^[1-9]\d{0,3}$/.test(days.trim()) ? { tenor, days: Number(days) } : undefined;
}

function isDate(text: string): boolean {
  try {
    return dayOfDate(text) > 0;
  } catch {
    return false;
  }
}

/**
 * The face that a draft makes, or the fields that keep it from making any.
 *
 * @param facts the drawer, the day of drawing, and the decimal places of the token
 */
export function faceOfDraft(
  draft: Draft,
  facts: { readonly drawer: Address; readonly drawnOn: string; readonly decimals: number },
): { readonly face: UndocumentedFace } | { readonly wrong: readonly DraftField[] } {
  const { drawer, drawnOn, decimals } = facts;
  const [drawee, payee, court] = [draft.drawee.trim(), draft.payee.trim(), draft.court.trim()];
  const amount = parseAmount(draft.amount, decimals);
  const due = dueOfDraft(draft);
  const rules: readonly (readonly [DraftField, boolean])[] = [
    ["drawee", isAddress(drawee, { strict: false })],
    ["payee", isAddress(payee, { strict: false })],
    ["amount", amount !== undefined && amount > 0n],
    [draft.tenor === "fixedDay" ? "dueOn" : "days", due !== undefined],
    ["drawnAt", draft.drawnAt.trim() !== ""],
    ["payableAt", draft.payableAt.trim() !== ""],
    ["presentBy", draft.presentBy === "" || isDate(draft.presentBy)],
    ["court", court === "" || isAddress(court, { strict: false })],
  ];
  const wrong = rules.filter(([, isRight]) => !isRight).map(([field]) => field);
  if (wrong.length > 0 || !due) return { wrong };
  try {
    const { token, isDivisible, clauses, drawnAt, payableAt } = draft;
    const face = draftFace({
      ...{ drawer, token, decimals, isDivisible, drawnOn, due, clauses, drawnAt, payableAt },
      drawee: drawee as Address,
      payee: payee as Address,
      amount: amount ?? 0n,
      rules: draft.rules,
      ...(draft.presentBy === "" ? {} : { presentBy: draft.presentBy }),
      ...(court === "" ? {} : { court: court as Address }),
    });
    return { face };
  } catch (error) {
    // A place that is too long, or a sum that is too high.
    const { field } = (error as { details?: { field?: unknown } }).details ?? {};
    if (field === "drawnAt" || field === "payableAt" || field === "amount") return { wrong: [field] };
    throw error;
  }
}
