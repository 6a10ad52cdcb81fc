import { tallystickError } from "../errors.ts";
import { type CalendarId, calendars, EURO } from "./calendars.ts";
import { type BillDue, dateOfDay, dayOfDate } from "./face.ts";

// Business days where a bill is payable. Contracts count calendar days, so who fills in a face moves its due day off a
// holiday (ULB 72, BEA 14): days that no table has are never guessed.

/**
 * The calendar of a place by its country's two letters, as "Frankfurt am Main, DE"; undefined: there is no table for it.
 */
export function calendarOf(place: string): CalendarId | undefined {
  const country = /,\s*([A-Z]{2})$/.exec(place.trim())?.[1];
  if (country === undefined) return undefined;
  if (EURO.includes(country)) return "TARGET2";
  return country !== "TARGET2" && Object.hasOwn(calendars, country) ? (country as CalendarId) : undefined;
}

/**
 * Whether a day is a business day.
 *
 * @param day from 1 January 1970 on: see `dayOfDate`
 * @throws `CalendarUnknown` for a day that the table does not have
 */
export function isBusinessDay(calendar: CalendarId, day: number): boolean {
  const { first, last, closed, open } = calendars[calendar];
  const date = dateOfDay(day);
  const year = Number(date.slice(0, 4));
  if (year < first || year > last) {
    throw tallystickError("CalendarUnknown", { place: calendar, reason: `${date} is not from ${first} to ${last}` });
  }
  if (closed.includes(date)) return false;
  return isWeekday(day) || (open?.includes(date) ?? false);
}

/** Day 0 was a Thursday. */
function isWeekday(day: number): boolean {
  const weekday = (day + 4) % 7;
  return weekday !== 0 && weekday !== 6;
}

/**
 * The day itself, if it is a business day, or else the next one.
 *
 * @throws `CalendarUnknown` for days that the table does not have
 */
export function nextBusinessDay(calendar: CalendarId, day: number): number {
  return isBusinessDay(calendar, day) ? day : nextBusinessDay(calendar, day + 1);
}

/**
 * So many business days after a day, itself not counted: as laws count the days for protest and notice.
 *
 * @throws `CalendarUnknown` for days that the table does not have
 */
export function businessDaysAfter(calendar: CalendarId, day: number, count: number): number {
  let found = day;
  for (let left = count; left > 0; left--) found = nextBusinessDay(calendar, found + 1);
  return found;
}

/**
 * The day of the same number so many months later, or the last one of that month where it has none (ULB 36).
 *
 * @param day from 1 January 1970 on
 */
export function monthsAfter(day: number, months: number): number {
  const [year, month, date] = dateOfDay(day).split("-").map(Number) as [number, number, number];
  const target = new Date(Date.UTC(year, month - 1 + months, 1));
  const length = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(date, length));
  return dayOfDate(target.toISOString().slice(0, 10));
}

/** When a bill is due, and when it can be paid there. */
export interface DueDay {
  /** As the face counts it. */
  readonly counted: number;
  /** The same, or the next business day. */
  readonly day: number;
  readonly calendar: CalendarId;
}

/**
 * The day on which a bill would be due, moved to a business day of the place of payment: what a face should say as its
 * fixed day.
 *
 * @param place of payment, as "London, GB"
 * @param from day of the date, or of sight (acceptance) for a bill after sight, or the day on which a bill at sight is shown
 * @throws `CalendarUnknown` where no table has the place or the day
 */
export function dueDayFor(place: string, due: BillDue, from: number): DueDay {
  const calendar = calendarOf(place);
  if (calendar === undefined) {
    throw tallystickError("CalendarUnknown", { place, reason: "no table is kept for it" });
  }
  const counted = due.tenor === "fixedDay" ? dayOfDate(due.on, "due") : from + ("days" in due ? due.days : 0);
  return { counted, day: nextBusinessDay(calendar, counted), calendar };
}
