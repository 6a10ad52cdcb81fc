import { type Address, bytesToHex, encodeAbiParameters, type Hex, hexToBytes, keccak256, zeroAddress } from "viem";
import { utf8 } from "../data/bytes.ts";
import { tallystickError } from "../errors.ts";
import { unitsOf } from "../instruments/terms.ts";
import { wholeOf } from "../instruments/whole.ts";
import { type BillClause, billClauses, bitsOf, type TenorName, tenors } from "./words.ts";

/** What is written on the front of a bill (`IBills.Face`). Amounts in base units of the token, days from 1 January 1970 on. */
export interface BillFace {
  /** Who orders to pay. */
  readonly drawer: Address;
  /** Who is ordered to pay; may be the drawer. */
  readonly drawee: Address;
  /** To whom or to whose order; may be the drawer. */
  readonly payee: Address;
  /** ERC-20 that it is paid in. */
  readonly token: Address;
  /** Numbered units of the sum; one: it is never divided. */
  readonly units: number;
  /** Base units that one unit is worth. */
  readonly unit: bigint;
  /** Day of drawing. */
  readonly drawnOn: number;
  /** By the numbers of `tenors`. */
  readonly tenor: number;
  /** At sight: zero; after sight or date: days; fixed day: its number. */
  readonly term: number;
  /** Last day on which it has to be presented for acceptance, as the drawer orders (ULB 22); zero: he does not. */
  readonly presentBy: number;
  /** Number of its rule set: see `RULES`. */
  readonly rules: number;
  /** Bits: see `billClauses`. */
  readonly clauses: number;
  /** Who may order a stop of its lots; zero: nobody. */
  readonly court: Address;
  /** Place of drawing: see `placeWord`. */
  readonly drawnAt: Hex;
  /** Place of payment. */
  readonly payableAt: Hex;
  /** sha-256 of the bill as it is read: see `documentOf`. */
  readonly document: Hex;
}

/** A face without the hash of its document. */
export type UndocumentedFace = Omit<BillFace, "document">;

/** Highest sum (`Bills.MAX_SUM`). */
export const MAX_SUM = 2n ** 92n;
/** Longest time to the due day, from today or from sight, in days (`Bills.MAX_TERM`). */
export const MAX_TERM = 3_650;
/** Days that the date of a face may lie back (`Bills.MAX_AGE`). */
export const MAX_AGE = 30;

const SECONDS = 86_400;

const FACE = {
  type: "tuple",
  components: [
    { name: "drawer", type: "address" },
    { name: "drawee", type: "address" },
    { name: "payee", type: "address" },
    { name: "token", type: "address" },
    { name: "units", type: "uint40" },
    { name: "unit", type: "uint96" },
    { name: "drawnOn", type: "uint24" },
    { name: "tenor", type: "uint8" },
    { name: "term", type: "uint24" },
    { name: "presentBy", type: "uint24" },
    { name: "rules", type: "uint16" },
    { name: "clauses", type: "uint8" },
    { name: "court", type: "address" },
    { name: "drawnAt", type: "bytes32" },
    { name: "payableAt", type: "bytes32" },
    { name: "document", type: "bytes32" },
  ],
} as const;

/** A face as contracts take it encoded (`IClaims.claimOf`). */
export function encodeFace(face: BillFace): Hex {
  return encodeAbiParameters([FACE], [face]);
}

/** Hash of a face: of all that is written on it. */
export function faceHash(face: BillFace): Hex {
  return keccak256(encodeFace(face));
}

/** Id of a bill: the same as the contract's `idOf`. All of the face, chain and contract are in it. */
export function billId(chainId: number, bills: Address, face: BillFace): bigint {
  const types = [{ type: "uint256" }, { type: "address" }, { type: "bytes32" }] as const;
  return BigInt(keccak256(encodeAbiParameters(types, [BigInt(chainId), bills, faceHash(face)])));
}

/** The sum of a bill, in base units. */
export function billSum({ units, unit }: Pick<BillFace, "units" | "unit">): bigint {
  return BigInt(units) * unit;
}

/** When a face says that it is due. */
export function tenorOf({ tenor }: Pick<BillFace, "tenor">): TenorName {
  const name = tenors[tenor];
  if (name === undefined) throw wrong("tenor", `a number from 0 to ${tenors.length - 1} is needed`);
  return name;
}

/** Whether a clause is on a face. */
export function hasClause({ clauses }: Pick<BillFace, "clauses">, clause: BillClause): boolean {
  return (clauses & bitsOf(billClauses, [clause])) !== 0;
}

/**
 * Day of a date, from 1 January 1970 on.
 *
 * @param date as "2026-12-31"
 * @throws `FieldInvalid` for what is no date after 1970
 */
export function dayOfDate(date: string, field = "date"): number {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  // A day that the month doesn't have would move to the next one.
  const isDay = !Number.isNaN(start) && start > 0 && new Date(start).toISOString().startsWith(date);
  if (!isDay) throw wrong(field, "a date such as 2026-12-31 is needed");
  return start / 1_000 / SECONDS;
}

/**
 * Date of a day, as "2026-12-31".
 *
 * @throws `FieldInvalid` for a day beyond the year 9999
 */
export function dateOfDay(day: number): string {
  wholeOf(day, "day", BigInt(LAST_DATE));
  return new Date(day * SECONDS * 1_000).toISOString().slice(0, 10);
}

// 31 December 9999.
const LAST_DATE = 2_932_896;

/** Day of a Unix second in UTC. */
export function dayOfTime(time: number): number {
  return Math.floor(time / SECONDS);
}

/** Last Unix second of a day. */
export function lastSecondOf(day: number): number {
  return (day + 1) * SECONDS - 1;
}

/**
 * Word for a place, at most 32 bytes of UTF-8: a town, a comma, and its country's two letters (ISO 3166), as
 * "Frankfurt am Main, DE". The country tells its business days: see `calendarOf`.
 *
 * @throws `FieldInvalid` for no text, a longer one, and characters that are not seen
 */
export function placeWord(text: string, field = "place"): Hex {
  const name = text.normalize("NFC").trim();
  if (name === "") throw wrong(field, "a place is needed");
  // Controls, and what turns or hides text: they could make one place look like another.
  if (!name.isWellFormed() || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) throw wrong(field, "it has a hidden character");
  const bytes = utf8(name);
  if (bytes.length > 32) throw wrong(field, `${bytes.length} bytes are more than 32`);
  return bytesToHex(bytes, { size: 32 });
}

/** Place of its word; undefined: the word is no text. */
export function placeText(word: Hex): string | undefined {
  const bytes = hexToBytes(word);
  const end = bytes.indexOf(0);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(end < 0 ? bytes : bytes.slice(0, end));
    return placeWord(text) === word ? text : undefined;
  } catch {
    return undefined;
  }
}

/** When a bill is due, as people say it. Dates as "2026-12-31". */
export type BillDue =
  | { readonly tenor: "atSight" }
  | { readonly tenor: "afterSight" | "afterDate"; readonly days: number }
  | { readonly tenor: "fixedDay"; readonly on: string };

/** What a drawer writes, as people have it. Dates in UTC, as "2026-12-31". */
export interface BillDraft {
  readonly drawer: Address;
  readonly drawee: Address;
  readonly payee: Address;
  readonly token: Address;
  /** Base units. */
  readonly amount: bigint;
  /** Of the token. */
  readonly decimals: number;
  /** Whether it can be divided, down to cents where that goes up. Default: yes. */
  readonly isDivisible?: boolean | undefined;
  readonly drawnOn: string;
  readonly due: BillDue;
  /** Last day to present it for acceptance. Default: as the rules say. */
  readonly presentBy?: string | undefined;
  /** Number of the rule set: see `RULES`. */
  readonly rules: number;
  /** Default: none. */
  readonly clauses?: readonly BillClause[] | undefined;
  /** Who may order a stop of lost lots. Default: nobody. */
  readonly court?: Address | undefined;
  /** See `placeWord`. */
  readonly drawnAt: string;
  readonly payableAt: string;
}

/**
 * Face of a draft, its document aside: see `documentedFace`. Whether the contract takes it is another question: see
 * `faceFaults`.
 *
 * @throws `FieldInvalid` for an amount, a date or a place that can't be told on a face
 */
export function draftFace(draft: BillDraft): UndocumentedFace {
  const { drawer, drawee, payee, token, amount, decimals, due, presentBy, rules } = draft;
  const sum = wholeOf(amount, "amount", MAX_SUM, 1n);
  return {
    ...{ drawer, drawee, payee, token },
    ...((draft.isDivisible ?? true) ? unitsOf(sum, decimals) : { units: 1, unit: sum }),
    drawnOn: dayOfDate(draft.drawnOn, "drawnOn"),
    tenor: tenors.indexOf(due.tenor),
    term: termOf(due),
    presentBy: presentBy === undefined ? 0 : dayOfDate(presentBy, "presentBy"),
    rules,
    clauses: bitsOf(billClauses, draft.clauses ?? []),
    court: draft.court ?? zeroAddress,
    drawnAt: placeWord(draft.drawnAt, "drawnAt"),
    payableAt: placeWord(draft.payableAt, "payableAt"),
  };
}

function termOf(due: BillDue): number {
  if (due.tenor === "atSight") return 0;
  if (due.tenor === "fixedDay") return dayOfDate(due.on, "due");
  return Number(wholeOf(due.days, "due", BigInt(MAX_TERM), 1n));
}

function wrong(field: string, reason: string): Error {
  return tallystickError("FieldInvalid", { field, reason });
}
