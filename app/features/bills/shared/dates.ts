/** A day of a bill, which is one of UTC whatever zone the reader is in. */
export function formatDay(day: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(day * 86_400_000);
}

/** Today, as a bill counts days. */
export const dayAt = (second: number): number => Math.floor(second / 86_400);

/** So that an empty field of a date is no day. */
export const dateText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
