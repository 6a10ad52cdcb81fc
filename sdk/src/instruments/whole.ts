import { tallystickError } from "../errors.ts";

// Whole numbers in, whole numbers out: nothing of the mathematics of instruments is ever a float.

/** A whole number: what viem reads from small fields of contracts is a `number`, all that is made of it a `bigint`. */
export type Whole = bigint | number;

/** Which way a quotient goes to a whole number: towards zero, or away from it. */
export type Rounding = "down" | "up";

/** An exact quotient, not reduced; the denominator is above zero. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Basis points in a whole. */
export const BPS = 10_000n;

/** Highest amount of a token, in base units. */
export const MAX_AMOUNT = 2n ** 256n - 1n;

/** Highest rate that is taken, in basis points a year: a million percent. */
export const MAX_RATE_BPS = 100_000_000n;

/**
 * A whole number within bounds, as bigint.
 *
 * @throws `FieldInvalid`
 */
export function wholeOf(value: Whole, field: string, max: bigint, min = 0n): bigint {
  const isWhole = typeof value === "bigint" || Number.isSafeInteger(value);
  const whole = isWhole ? BigInt(value) : min - 1n;
  if (whole < min || whole > max) {
    throw tallystickError("FieldInvalid", { field, reason: `a whole number from ${min} to ${max} is needed` });
  }
  return whole;
}

/** An amount in base units; with `min` 1n, one that is not zero. */
export function amountIn(value: Whole, field: string, min = 0n): bigint {
  return wholeOf(value, field, MAX_AMOUNT, min);
}

/**
 * The quotient of two whole numbers, the first not below zero, the second above.
 *
 * @throws `FieldInvalid` for another word than "down" and "up"
 */
export function quotient(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (rounding !== "down" && rounding !== "up") {
    throw tallystickError("FieldInvalid", { field: "rounding", reason: 'it is either "down" or "up"' });
  }
  return (numerator + (rounding === "up" ? denominator - 1n : 0n)) / denominator;
}
