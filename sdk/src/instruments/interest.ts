import { tallystickError } from "../errors.ts";
import { DAY, timeIn } from "./dayCount.ts";
import {
  amountIn,
  BPS,
  type Fraction,
  MAX_AMOUNT,
  MAX_RATE_BPS,
  quotient,
  type Rounding,
  type Whole,
  wholeOf,
} from "./whole.ts";

/** Whole days that late interest runs at most (`ReceivablesBooks.MAX_INTEREST_DAYS`). */
export const MAX_INTEREST_DAYS = 720n;

/** What the contract takes as terms (`ReceivablesLedger`). */
const MAX_LATE_BPS = 3_600n;
const MAX_GRACE_DAYS = 365n;
const MAX_FACE = 2n ** 94n;

const MAX_UINT40 = 2n ** 40n - 1n;
const MAX_UINT96 = 2n ** 96n - 1n;

/** Basis points a year, actual/360, in one. */
const BPS_DAYS = BPS * 360n;

/**
 * Simple interest in base units.
 *
 * @param principal base units
 * @param rateBps basis points a year
 * @param time in years, see `yearFraction`
 * @throws `FieldInvalid` for an amount beyond 256 bits, a rate above a million percent, or a time below zero
 */
export function simpleInterest(principal: bigint, rateBps: Whole, time: Fraction, rounding: Rounding): bigint {
  const amount = amountIn(principal, "principal");
  const rate = wholeOf(rateBps, "rateBps", MAX_RATE_BPS);
  const numerator = wholeOf(time.numerator, "time", MAX_AMOUNT);
  const denominator = wholeOf(time.denominator, "time", MAX_AMOUNT, 1n);
  return quotient(amount * rate * numerator, BPS * denominator, rounding);
}

/** What late interest depends on, as in `IReceivables.Terms`. */
export interface LateTerms {
  readonly units: Whole;
  /** Base units that one unit is worth. */
  readonly unit: Whole;
  /** Last Unix second at which it is paid in time. */
  readonly dueAt: Whole;
  /** Basis points a year. */
  readonly lateBps: Whole;
  /** Whole days after `dueAt` without interest. */
  readonly graceDays: Whole;
}

/** The books of a receivable, as in `IReceivables.Books`. Amounts in base units. */
export interface Books {
  /** Not credited. */
  readonly openUnits: bigint;
  /** Of these, not yet collected for good. */
  readonly uncollectedUnits: bigint;
  /** Not paid. */
  readonly principal: bigint;
  /** As extended last. */
  readonly dueAt: bigint;
  /** Whole days that interest was counted for. */
  readonly interestDays: bigint;
  /** Counted, not paid. */
  readonly interest: bigint;
  /** Paid, not collected. */
  readonly pot: bigint;
  /** Paid on one open unit so far, times 2^64. */
  readonly perUnit: bigint;
}

/** Books as viem reads them (`booksOf`). */
export type ReadBooks = { readonly [Field in keyof Books]: Whole };

/**
 * The books of a receivable that is owing, with interest counted until a second: exactly `ReceivablesBooks._counted`.
 * Interest is simple, by whole days of 86,400 seconds from the end of the days of grace on, actual/360, on the principal
 * that is open, for at most `MAX_INTEREST_DAYS`, each count rounded down.
 *
 * @param books as `booksOf` says; undefined or all zero: there are none yet. Those of a receivable that was paid at once
 *   and in time are all zero too, so ask for its status first
 * @param at Unix second, not before the books were counted last
 * @throws `FieldInvalid` for terms that the contract would not take, and a second before the last count
 */
export function countedBooks(terms: LateTerms, books: ReadBooks | undefined, at: Whole): Books {
  const now = timeIn(at, "at");
  const lateBps = wholeOf(terms.lateBps, "lateBps", MAX_LATE_BPS);
  const graceDays = wholeOf(terms.graceDays, "graceDays", MAX_GRACE_DAYS);
  // Open books have a due date: a receivable that was due at second 0 can't be registered.
  const isOpen = books !== undefined && wholeOf(books.dueAt, "dueAt", MAX_UINT40) !== 0n;
  const open = isOpen ? checkedBooks(books) : openedBooks(terms);
  const from = open.dueAt + graceDays * DAY;
  const passed = now <= from ? 0n : (now - from) / DAY;
  const interestDays = passed > MAX_INTEREST_DAYS ? MAX_INTEREST_DAYS : passed;
  if (interestDays < open.interestDays) {
    throw tallystickError("FieldInvalid", { field: "at", reason: "the books were counted for a later day" });
  }
  const counted = (open.principal * lateBps * (interestDays - open.interestDays)) / BPS_DAYS;
  return { ...open, interest: wholeOf(open.interest + counted, "interest", MAX_UINT96), interestDays };
}

/**
 * Late interest that is owed at a second: counted and not paid, in base units. It is what `dueOf` says then.
 *
 * @param terms,books,at as in `countedBooks`
 * @throws `FieldInvalid`
 */
export function lateInterest(terms: LateTerms, books: ReadBooks | undefined, at: Whole): bigint {
  return countedBooks(terms, books, at).interest;
}

function openedBooks(terms: LateTerms): Books {
  const units = wholeOf(terms.units, "units", MAX_UINT40, 1n);
  const principal = units * wholeOf(terms.unit, "unit", MAX_FACE, 1n);
  wholeOf(principal, "face", MAX_FACE);
  const dueAt = wholeOf(terms.dueAt, "dueAt", MAX_UINT40, 1n);
  const nothing = { interestDays: 0n, interest: 0n, pot: 0n, perUnit: 0n };
  return { openUnits: units, uncollectedUnits: units, principal, dueAt, ...nothing };
}

/**
 * Books with every field within its bounds.
 *
 * @throws `FieldInvalid`
 */
export function checkedBooks(books: ReadBooks): Books {
  return {
    openUnits: wholeOf(books.openUnits, "openUnits", MAX_UINT40),
    uncollectedUnits: wholeOf(books.uncollectedUnits, "uncollectedUnits", MAX_UINT40),
    principal: wholeOf(books.principal, "principal", MAX_UINT96),
    dueAt: wholeOf(books.dueAt, "dueAt", MAX_UINT40, 1n),
    interestDays: wholeOf(books.interestDays, "interestDays", MAX_INTEREST_DAYS),
    interest: wholeOf(books.interest, "interest", MAX_UINT96),
    pot: wholeOf(books.pot, "pot", MAX_UINT96),
    perUnit: wholeOf(books.perUnit, "perUnit", MAX_AMOUNT),
  };
}
