import { tallystickError } from "../errors.ts";
import { type Fraction, type Whole, wholeOf } from "./whole.ts";

/** Ways to say how much of a year lies between two dates: see `yearFraction`. */
export const dayCounts = ["actual/360", "actual/365", "30E/360", "actual/actual"] as const;

/** One of `dayCounts`. */
export type DayCount = (typeof dayCounts)[number];

/** Seconds of a day: Unix time has no leap seconds. */
export const DAY = 86_400n;

/** Highest time that a contract keeps (uint40). */
const MAX_TIME = 2n ** 40n - 1n;

/** A date of the Gregorian calendar, in UTC. `month` from 1 on. */
interface CalendarDate {
  readonly year: bigint;
  readonly month: bigint;
  readonly day: bigint;
}

/**
 * A Unix second.
 *
 * @throws `FieldInvalid`
 */
export function timeIn(value: Whole, field: string): bigint {
  return wholeOf(value, field, MAX_TIME);
}

/** The day of a Unix second in UTC, counted from 1 January 1970. */
function dayNumber(time: bigint): bigint {
  return time / DAY;
}

/**
 * Calendar days between two Unix seconds in UTC: the first counts, the last does not. Their hours don't matter: a second
 * before and a second after midnight are a day apart.
 *
 * @throws `FieldInvalid` for what is no Unix second below 2^40, or an end before the start
 */
export function daysBetween(from: Whole, to: Whole): bigint {
  const [start, end] = period(from, to);
  return dayNumber(end) - dayNumber(start);
}

/**
 * How much of a year lies between two Unix seconds, by their dates in UTC, as an exact quotient. The first day counts,
 * the last does not. Sections are those of the 2006 ISDA Definitions:
 *
 * - `actual/360`: days by 360, 4.16(e)
 * - `actual/365`: days by 365 in every year ("fixed"), 4.16(d)
 * - `30E/360`: months of 30 days, both dates moved from the 31st to the 30th, and February's left alone, 4.16(g)
 * - `actual/actual`: days in leap years by 366, all others by 365, 4.16(b)
 *
 * @throws `FieldInvalid` as `daysBetween`, and for a day count that is not in the list
 */
export function yearFraction(from: Whole, to: Whole, dayCount: DayCount): Fraction {
  const [start, end] = period(from, to).map(dayNumber) as [bigint, bigint];
  switch (dayCount) {
    case "actual/360":
      return { numerator: end - start, denominator: 360n };
    case "actual/365":
      return { numerator: end - start, denominator: 365n };
    case "30E/360":
      return { numerator: days30E(dateOf(end)) - days30E(dateOf(start)), denominator: 360n };
    case "actual/actual": {
      const inLeapYears = leapYearDaysBefore(end) - leapYearDaysBefore(start);
      const inOthers = end - start - inLeapYears;
      return { numerator: inLeapYears * 365n + inOthers * 366n, denominator: 365n * 366n };
    }
    default:
      throw tallystickError("FieldInvalid", { field: "dayCount", reason: `it is one of ${dayCounts.join(", ")}` });
  }
}

function period(from: Whole, to: Whole): [start: bigint, end: bigint] {
  const [start, end] = [timeIn(from, "from"), timeIn(to, "to")];
  if (end < start) throw tallystickError("FieldInvalid", { field: "to", reason: "the end lies before the start" });
  return [start, end];
}

function dateOf(day: bigint): CalendarDate {
  // Exact: a Date keeps milliseconds, and 2^40 seconds of them fit a number.
  const date = new Date(Number(day * DAY) * 1_000);
  return {
    year: BigInt(date.getUTCFullYear()),
    month: BigInt(date.getUTCMonth() + 1),
    day: BigInt(date.getUTCDate()),
  };
}

function days30E({ year, month, day }: CalendarDate): bigint {
  return year * 360n + month * 30n + (day === 31n ? 30n : day);
}

/** Days before this one that lie in leap years, from the year 1 on. */
function leapYearDaysBefore(day: bigint): bigint {
  const { year } = dateOf(day);
  const before = year - 1n;
  const leapYears = before / 4n - before / 100n + before / 400n;
  const isLeap = year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n);
  const firstOfYear = BigInt(Date.UTC(Number(year), 0)) / (DAY * 1_000n);
  return leapYears * 366n + (isLeap ? day - firstOfYear : 0n);
}
