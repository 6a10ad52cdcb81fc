import { type DayCount, yearFraction } from "./dayCount.ts";
import { simpleInterest } from "./interest.ts";
import { amountIn, BPS, quotient, type Whole, wholeOf } from "./whole.ts";

/** A face in two parts, in base units: what the financier pays at once, and what he holds back. */
export interface Advance {
  readonly advance: bigint;
  readonly reserve: bigint;
}

/**
 * Divides a face into advance and reserve. The advance is rounded down; no base unit is lost.
 *
 * @param face base units
 * @param advanceBps basis points of the face that are paid at once
 * @throws `FieldInvalid` for more than the whole
 */
export function splitAdvance(face: bigint, advanceBps: Whole): Advance {
  const whole = amountIn(face, "face");
  const advance = quotient(whole * wholeOf(advanceBps, "advanceBps", BPS), BPS, "down");
  return { advance, reserve: whole - advance };
}

/** An advance when the debtor has paid. */
export interface ReserveTerms {
  /** Base units. */
  readonly face: bigint;
  /** Base units that were paid at once; at most the face. */
  readonly advance: bigint;
  /** Unix second of the advance. */
  readonly advancedAt: Whole;
  /** Base units that the debtor paid, late interest included. */
  readonly paid: bigint;
  /** Unix second of that, not before the advance. */
  readonly paidAt: Whole;
  /** Interest on the advance, basis points a year. */
  readonly rateBps: Whole;
  readonly dayCount: DayCount;
  /** The financier's fee, basis points of the face. */
  readonly feeBps: Whole;
}

/** What becomes of a payment, in base units: `paid` = `kept` + `released`. */
export interface ReserveRelease {
  /** Interest on the advance, rounded up: for the financier. */
  readonly interest: bigint;
  /** His fee, rounded up. */
  readonly fee: bigint;
  /** What he keeps of the payment: fee, interest and advance as far as it reaches. */
  readonly kept: bigint;
  /** What the seller gets now. */
  readonly released: bigint;
  /** What the financier still misses: recourse is for that. */
  readonly missing: bigint;
}

/**
 * What is released of a reserve when the debtor has paid: all that came in beyond advance, interest and fee.
 *
 * @throws `FieldInvalid` for an advance above the face, a payment before it, and rates out of bounds
 */
export function releaseReserve(terms: ReserveTerms): ReserveRelease {
  const face = amountIn(terms.face, "face");
  const advance = wholeOf(terms.advance, "advance", face);
  const paid = amountIn(terms.paid, "paid");
  const time = yearFraction(terms.advancedAt, terms.paidAt, terms.dayCount);
  const interest = simpleInterest(advance, terms.rateBps, time, "up");
  const fee = quotient(face * wholeOf(terms.feeBps, "feeBps", BPS), BPS, "up");
  const owed = advance + interest + fee;
  const kept = paid < owed ? paid : owed;
  return { interest, fee, kept, released: paid - kept, missing: owed - kept };
}
