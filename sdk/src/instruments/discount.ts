import { tallystickError } from "../errors.ts";
import { DAY, type DayCount, daysBetween, timeIn, yearFraction } from "./dayCount.ts";
import { amountIn, BPS, MAX_RATE_BPS, quotient, type Rounding, type Whole, wholeOf } from "./whole.ts";

/** Longest schedule of sliding prices, in days: the longest term that the DAO may allow (`setMaxTerm`). */
export const MAX_SCHEDULE_DAYS = 3_650n;

/** A claim that is bought before it is due. */
export interface DiscountTerms {
  /** Base units that are paid when it is due. */
  readonly face: bigint;
  /** Unix second. */
  readonly dueAt: Whole;
  /** Unix second of the purchase, not after `dueAt`. */
  readonly at: Whole;
  /** Basis points a year. */
  readonly rateBps: Whole;
  readonly dayCount: DayCount;
  /** Of the price, for who brings the two together; the seller bears it. Default: none. */
  readonly feeBps?: Whole;
  /** Of the price: "down" is for the buyer, "up" for the seller. */
  readonly rounding: Rounding;
}

/** What a claim costs. Base units; `face` = `price` + `discount`, `price` = `net` + `fee`. */
export interface DiscountPrice {
  /** What the buyer gives. */
  readonly price: bigint;
  readonly discount: bigint;
  /** Rounded up, as the market's fee is. */
  readonly fee: bigint;
  /** What the seller gets. */
  readonly net: bigint;
}

/**
 * Price by a discount rate (bank discount): the rate is of the face, face * (1 - rate * time).
 *
 * @throws `FieldInvalid` for a purchase after the due date, an unknown day count, a rate above a million percent, a fee
 *   above the whole, and where the discount would eat the whole face
 */
export function bankDiscount(terms: DiscountTerms): DiscountPrice {
  const { face, one, rateTime } = measured(terms);
  if (rateTime >= one) {
    throw tallystickError("FieldInvalid", { field: "rateBps", reason: "the discount would be the whole face or more" });
  }
  return priced(terms, quotient(face * (one - rateTime), one, terms.rounding));
}

/**
 * Price by a yield (true discount): the rate is of the price, face / (1 + rate * time).
 *
 * @throws `FieldInvalid` for a purchase after the due date, an unknown day count, a rate above a million percent, and a
 *   fee above the whole
 */
export function trueDiscount(terms: DiscountTerms): DiscountPrice {
  const { face, one, rateTime } = measured(terms);
  return priced(terms, quotient(face * one, one + rateTime, terms.rounding));
}

/** A price that holds from a second on, until the next day begins in UTC. */
export interface DayPrice extends DiscountPrice {
  /** Unix second. */
  readonly from: bigint;
}

/**
 * What a debtor would pay early, day by day until the due date (dynamic discounting): the bank discount for the days that
 * are left. The first price holds from `at` on, the others from midnight in UTC; on the day of the due date it is the
 * face.
 *
 * @throws `FieldInvalid` as `bankDiscount`, and for more than `MAX_SCHEDULE_DAYS`
 */
export function slidingPrices(terms: DiscountTerms): DayPrice[] {
  const days = daysLeft(terms);
  wholeOf(days, "days", MAX_SCHEDULE_DAYS);
  const first = timeIn(terms.at, "at");
  const midnight = first - (first % DAY);
  return Array.from({ length: Number(days) + 1 }, (_, i) => {
    const from = i === 0 ? first : midnight + BigInt(i) * DAY;
    return { from, ...bankDiscount({ ...terms, at: from }) };
  });
}

/** Calendar days from the purchase to the due date, in UTC. */
export function daysLeft({ at, dueAt }: Pick<DiscountTerms, "at" | "dueAt">): bigint {
  if (timeIn(at, "at") > timeIn(dueAt, "dueAt")) {
    throw tallystickError("FieldInvalid", { field: "at", reason: "the claim was due before" });
  }
  return daysBetween(at, dueAt);
}

/** `rateTime / one` is the rate times the time, exactly. */
function measured(terms: DiscountTerms): { face: bigint; one: bigint; rateTime: bigint } {
  daysLeft(terms);
  const { numerator, denominator } = yearFraction(terms.at, terms.dueAt, terms.dayCount);
  const rate = wholeOf(terms.rateBps, "rateBps", MAX_RATE_BPS);
  return { face: amountIn(terms.face, "face", 1n), one: BPS * denominator, rateTime: rate * numerator };
}

function priced({ face, feeBps = 0n }: DiscountTerms, price: bigint): DiscountPrice {
  const fee = quotient(price * wholeOf(feeBps, "feeBps", BPS), BPS, "up");
  return { price, discount: face - price, fee, net: price - fee };
}
