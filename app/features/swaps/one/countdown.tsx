"use client";

import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { clockOf } from "../shared/clock";

/** A time ahead with what is left until then, by the second; once it is past, how long ago it was. The clock is not read out. */
export function Countdown(props: { at: number; now: number }) {
  const { t, locale } = useLanguage();
  const { at, now } = props;
  if (at <= now) return <When at={at} now={now} />;
  return (
    <>
      <time dateTime={new Date(at * 1_000).toISOString()}>{formatTime(at, locale)}</time>{" "}
      <span role="timer" aria-live="off" className="font-semibold whitespace-nowrap text-ink tabular-nums">
        {t("swaps.left", { time: clockOf(at - now, locale) })}
      </span>
    </>
  );
}
