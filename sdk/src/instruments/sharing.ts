import { tallystickError } from "../errors.ts";
import { type Books, checkedBooks, type ReadBooks } from "./interest.ts";
import { amountIn, MAX_AMOUNT, type Whole, wholeOf } from "./whole.ts";

// What is paid to whom: the contract's arithmetic (`ReceivablesBooks`), so that a screen says before what will be after.

/** Shift of what is paid on one unit. */
const SHIFT = 64n;
const MAX_UNITS = 2n ** 40n - 1n;

/** Part of a receivable: its units, and what one of them had been paid when it was collected last, times 2^64. */
export interface SharingLot {
  readonly units: Whole;
  /** `Lots.markOf`; zero: nothing was collected yet. */
  readonly mark: Whole;
}

/** What a payment does. Amounts in base units. */
export interface BookedPayment {
  /** What is taken: never more than is due. */
  readonly paid: bigint;
  /** Of it, for interest: paid first. */
  readonly interest: bigint;
  readonly principal: bigint;
  readonly isInFull: boolean;
  readonly books: Books;
}

/** What a collection does. */
export interface BookedCollection {
  /** Base units that the holder gets. */
  readonly amount: bigint;
  /** What the lot is marked with from now on. */
  readonly mark: bigint;
  readonly books: Books;
}

/**
 * Books a payment: interest first, then principal; all of it shared among the open units, times 2^64, rounded down
 * (`Receivables.pay`). A receivable that is paid at once and in time keeps no books on the chain; those that come out
 * here share it the same.
 *
 * @param books counted until the second of the payment (`countedBooks`)
 * @param upTo base units that the payer gives at most
 * @throws `FieldInvalid` for a payment of nothing, and where nothing is due
 */
export function bookPayment(books: ReadBooks, upTo: bigint): BookedPayment {
  const before = checkedBooks(books);
  const due = before.principal + before.interest;
  if (due === 0n || before.openUnits === 0n) {
    throw tallystickError("FieldInvalid", { field: "books", reason: "nothing is due" });
  }
  const paid = least(amountIn(upTo, "upTo", 1n), due);
  const interest = least(paid, before.interest);
  const principal = paid - interest;
  const after: Books = {
    ...before,
    interest: before.interest - interest,
    principal: before.principal - principal,
    pot: before.pot + paid,
    perUnit: before.perUnit + (paid << SHIFT) / before.openUnits,
  };
  return { paid, interest, principal, isInFull: paid === due, books: after };
}

/**
 * Books what a lot's holder collects (`Receivables.collect`): what its units were paid since its mark, rounded down. From
 * a receivable that is paid in full it is the last time, and who comes last gets what rounding left.
 *
 * @throws `FieldInvalid` for units or a mark that the books can't have
 */
export function bookCollection(books: ReadBooks, lot: SharingLot): BookedCollection {
  const before = checkedBooks(books);
  const units = wholeOf(lot.units, "units", before.uncollectedUnits, 1n);
  const mark = wholeOf(lot.mark, "mark", before.perUnit);
  const share = (units * (before.perUnit - mark)) >> SHIFT;
  // The contract writes no mark for nothing, so that a share below a base unit is not lost.
  const nextMark = share === 0n ? mark : before.perUnit;
  const pot = wholeOf(before.pot - share, "pot", MAX_AMOUNT);
  const isPaid = before.principal + before.interest === 0n;
  if (!isPaid) return { amount: share, mark: nextMark, books: { ...before, pot } };
  const uncollectedUnits = before.uncollectedUnits - units;
  const rest = uncollectedUnits === 0n ? pot : 0n;
  return { amount: share + rest, mark: nextMark, books: { ...before, uncollectedUnits, pot: pot - rest } };
}

/** A payment by lots. Amounts in base units. */
export interface PaymentShares {
  /** In the order of the lots. */
  readonly shares: readonly bigint[];
  /** What rounding leaves with the contract: zero once the claim is paid. Less than a base unit for each lot. */
  readonly rest: bigint;
}

/**
 * Shares one payment over all lots of a claim by their units, as the contract would if they collected in this order and
 * had collected all earlier ones.
 *
 * @param amount base units
 * @param units of each lot; together all that are open
 * @param isLast whether the claim is paid with it: then who collects last gets what rounding left
 * @throws `FieldInvalid` for no lots, and lots without units
 */
export function proRata(amount: bigint, units: readonly Whole[], isLast: boolean): PaymentShares {
  const paid = amountIn(amount, "amount");
  const lots = units.map((each, i) => wholeOf(each, `units[${i}]`, MAX_UNITS, 1n));
  const open = sumOf(lots);
  if (open === 0n) throw tallystickError("FieldInvalid", { field: "units", reason: "there are no lots" });
  const perUnit = (paid << SHIFT) / open;
  const shares = lots.map((each) => (each * perUnit) >> SHIFT);
  const rest = paid - sumOf(shares);
  if (!isLast) return { shares, rest };
  return { shares: shares.map((share, i) => (i === shares.length - 1 ? share + rest : share)), rest: 0n };
}

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, each) => sum + each, 0n);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
