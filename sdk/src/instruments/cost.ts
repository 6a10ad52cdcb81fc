import { tallystickError } from "../errors.ts";
import { type DayCount, yearFraction } from "./dayCount.ts";
import { daysLeft } from "./discount.ts";
import { amountIn, BPS, type Fraction, quotient, type Rounding, type Whole, wholeOf } from "./whole.ts";

/** Highest effective cost that is told, in basis points a year: beyond it no number says anything. */
export const MAX_COST_BPS = 10n ** 12n;

/** Longest term that an effective cost is told for, in days: a hundred years. */
const MAX_DAYS = 36_525n;
const DAYS_OF_YEAR = 365n;

/** A price that somebody offers for a claim. */
export interface PriceOffer {
  /** Base units that are paid when the claim is due. */
  readonly face: bigint;
  /** Base units that the seller gets, after all fees; at most the face. */
  readonly price: bigint;
  /** Unix second of the sale. */
  readonly at: Whole;
  /** Unix second, on a later day in UTC. */
  readonly dueAt: Whole;
}

/**
 * What an offer costs a year as simple interest on what the seller gets: (face - price) / price / time. The inverse of
 * `trueDiscount`. For basis points see `toBps`.
 *
 * @throws `FieldInvalid` for a price of nothing or above the face, an unknown day count, and where no time is left
 */
export function simpleCost(offer: PriceOffer, dayCount: DayCount): Fraction {
  const { face, price } = sound(offer);
  const { numerator, denominator } = timeOf(offer, dayCount);
  return { numerator: (face - price) * denominator, denominator: price * numerator };
}

/**
 * The discount rate of an offer, of the face: (face - price) / face / time. The inverse of `bankDiscount`.
 *
 * @throws `FieldInvalid` as `simpleCost`
 */
export function discountRate(offer: PriceOffer, dayCount: DayCount): Fraction {
  const { face, price } = sound(offer);
  const { numerator, denominator } = timeOf(offer, dayCount);
  return { numerator: (face - price) * denominator, denominator: face * numerator };
}

/**
 * A rate in whole basis points.
 *
 * @throws `FieldInvalid` for a rate below zero, or a quotient by zero
 */
export function toBps({ numerator, denominator }: Fraction, rounding: Rounding): bigint {
  if (numerator < 0n || denominator <= 0n) {
    throw tallystickError("FieldInvalid", { field: "rate", reason: "a quotient from zero on is needed" });
  }
  return quotient(numerator * BPS, denominator, rounding);
}

/**
 * What an offer costs a year with interest on interest, as if it were made again and again:
 * (face / price)^(365 / days) - 1, in basis points, the days counted by the calendar. That is no quotient of whole
 * numbers; it is found by comparing powers of them, so the rounding is exact.
 *
 * @throws `FieldInvalid` as `simpleCost`, for more than a hundred years, and for more than `MAX_COST_BPS`
 */
export function effectiveCost(offer: PriceOffer, rounding: Rounding): bigint {
  const { face, price } = sound(offer);
  const days = wholeOf(daysLeft(offer), "days", MAX_DAYS);
  if (days === 0n) throw noTime();
  // (1 + cost)^(days / common) <= (face / price)^(365 / common), cleared of fractions.
  const common = gcd(days, DAYS_OF_YEAR);
  const [growths, exponent] = [days / common, DAYS_OF_YEAR / common];
  const [gain, paid] = [face ** exponent * BPS ** growths, price ** exponent];
  const excess = (growth: bigint): bigint => growth ** growths * paid - gain;

  if (excess(BPS + MAX_COST_BPS) < 0n) {
    const reason = `the cost is above ${MAX_COST_BPS} basis points a year`;
    throw tallystickError("FieldInvalid", { field: "price", reason });
  }
  let above = 2n * BPS;
  while (excess(above) <= 0n) above *= 2n;
  let growth = above === 2n * BPS ? BPS : above / 2n;
  while (above - growth > 1n) {
    const middle = (above + growth) / 2n;
    if (excess(middle) <= 0n) growth = middle;
    else above = middle;
  }
  const isExact = excess(growth) === 0n;
  return growth - BPS + quotient(isExact ? 0n : 1n, 2n, rounding);
}

function sound({ face, price }: PriceOffer): { face: bigint; price: bigint } {
  const whole = amountIn(face, "face", 1n);
  return { face: whole, price: wholeOf(price, "price", whole, 1n) };
}

function timeOf(offer: PriceOffer, dayCount: DayCount): Fraction {
  daysLeft(offer);
  const time = yearFraction(offer.at, offer.dueAt, dayCount);
  // By 30E/360 the 30th and the 31st are one day.
  if (time.numerator === 0n) throw noTime();
  return time;
}

function noTime(): Error {
  return tallystickError("FieldInvalid", { field: "at", reason: "no day is left until the due date" });
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}
