// Days are counted from 1 January 1970 in UTC, as the contracts count them: a due date is the same day for everybody.

const day = 86_400;

/** A month of the calendar; `month` from 1 on. */
export interface Month {
  readonly year: number;
  readonly month: number;
}

/** Years that a calendar turns to: what a due date can lie in. */
const years = { first: 1970, last: 9_999 } as const;

export function dayOf(seconds: number): number {
  return Math.floor(seconds / day);
}

/** First second of a day. */
export function startOf(dayNumber: number): number {
  return dayNumber * day;
}

export function monthOf(seconds: number): Month {
  const date = new Date(seconds * 1_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
}

/** A month as it stands in the page's address: "2026-09". */
export function monthText({ year, month }: Month): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
}

/** The month in an address; undefined: there is none that a calendar has. */
export function monthIn(text: string): Month | undefined {
  const [, year, month] = (/^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || year < years.first) return undefined;
  return { year, month };
}

/** So many months later, or earlier, within the years that there are. */
export function monthAfter({ year, month }: Month, months: number): Month {
  const number = year * 12 + month - 1 + months;
  const within = Math.min(years.last * 12 + 11, Math.max(years.first * 12, number));
  return { year: Math.floor(within / 12), month: (within % 12) + 1 };
}

/** First second of a month, and the first of the next. */
export function spanOf({ year, month }: Month): { readonly from: number; readonly until: number } {
  return { from: Date.UTC(year, month - 1) / 1_000, until: Date.UTC(year, month) / 1_000 };
}

/** The days of a month in weeks that begin on Monday; undefined where a week has days of another month. */
export function weeksOf(month: Month): readonly (readonly (number | undefined)[])[] {
  const { from, until } = spanOf(month);
  const [first, end] = [dayOf(from), dayOf(until)];
  // 1 January 1970 was a Thursday.
  const monday = first - ((first + 3) % 7);
  const weeks = Math.ceil((end - monday) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, i) => {
      const at = monday + week * 7 + i;
      return at >= first && at < end ? at : undefined;
    }),
  );
}
