"use client";

import { useLanguage } from "@/i18n/context";
import { formatRelative, formatTime } from "@/lib/format";

/** A time in the reader's own zone, and how far away it is. */
export function When(props: { at: number; now: number; short?: boolean }) {
  const { locale } = useLanguage();
  const { at, now, short } = props;
  const relative = formatRelative(at - now, locale);
  const exact = formatTime(at, locale);
  return (
    <time dateTime={new Date(at * 1_000).toISOString()} title={short ? exact : undefined}>
      {short ? relative : `${exact} (${relative})`}
    </time>
  );
}
