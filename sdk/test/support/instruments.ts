import assert from "node:assert/strict";
import fc from "fast-check";
import { isTallystickError } from "../../src/errors.ts";
import { dayCounts } from "../../src/instruments/dayCount.ts";
import type { Fraction } from "../../src/instruments/whole.ts";

/** Unix second of a date, or of a date and time, in UTC. */
export function utc(date: string): bigint {
  const milliseconds = Date.parse(date.includes("T") ? `${date}Z` : `${date}T00:00:00Z`);
  assert.ok(!Number.isNaN(milliseconds), `no date: ${date}`);
  return BigInt(milliseconds) / 1_000n;
}

/** The field that a wrong value is refused for, and why. */
export function refusal(run: () => unknown): { field: string; reason: string } {
  try {
    run();
  } catch (error) {
    assert.ok(isTallystickError(error, "FieldInvalid"), `not the error that is meant: ${String(error)}`);
    const { field, reason } = error.details as { field: string; reason: string };
    assert.equal(error.message, `The field ${field} is wrong: ${reason}.`);
    return { field, reason };
  }
  assert.fail("nothing was thrown");
}

// Exact quotients, written for the tests alone.

export const ratio = (numerator: bigint, denominator = 1n): Fraction => ({ numerator, denominator });

export const plus = (a: Fraction, b: Fraction): Fraction =>
  ratio(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

export const times = (a: Fraction, b: Fraction): Fraction =>
  ratio(a.numerator * b.numerator, a.denominator * b.denominator);

export const over = (a: Fraction, b: Fraction): Fraction => times(a, ratio(b.denominator, b.numerator));

export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, ratio(-b.numerator, b.denominator));

/** Below zero, zero or above, as a is below, equal to or above b. Denominators above zero. */
export const compare = (a: Fraction, b: Fraction): bigint => a.numerator * b.denominator - b.numerator * a.denominator;

/** That a whole number is an exact value rounded down, or up. */
export function assertRounded(whole: bigint, exact: Fraction, rounding: "down" | "up"): void {
  const [low, high] = rounding === "down" ? [whole, whole + 1n] : [whole - 1n, whole];
  const isRounded =
    rounding === "down"
      ? compare(ratio(low), exact) <= 0n && compare(exact, ratio(high)) < 0n
      : compare(ratio(low), exact) < 0n && compare(exact, ratio(high)) <= 0n;
  assert.ok(isRounded, `${whole} is not ${exact.numerator}/${exact.denominator} rounded ${rounding}`);
}

// What random tests draw from.

/** Seconds from 1970 to 2200. */
export const second = fc.bigInt({ min: 0n, max: utc("2200-01-01") });
export const dayCount = fc.constantFrom(...dayCounts);
export const rounding = fc.constantFrom("down", "up");
export const face = fc.oneof(fc.bigInt({ min: 1n, max: 10_000n }), fc.bigInt({ min: 1n, max: 2n ** 94n }));
