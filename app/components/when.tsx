"use client";

import { useLanguage } from "@/i18n/context";
import { formatRelative, formatTime } from "@/lib/format";

/**
 * A time in the reader's own zone, and how far away it is.
 *
 * @param isPast it has happened: where the clock of the block is ahead of this one, it is now
 */
export function When(props: { at: number; now: number; short?: boolean; isPast?: boolean }) {
  const { locale } = useLanguage();
  const { at, now, short, isPast } = props;
  const relative = formatRelative(isPast ? Math.min(0, at - now) : at - now, locale);
  const exact = formatTime(at, locale);
  return (
    <time dateTime={new Date(at * 1_000).toISOString()} title={short ? exact : undefined}>
      {short ? relative : `${exact} (${relative})`}
    </time>
  );
}
