"use client";

import { useLanguage } from "@/i18n/context";
import { clockOf } from "../shared/clock";

/** Time that is left, by the second. It is not read out as it runs: the time that it ends at stands beside it. */
export function Countdown(props: { at: number; now: number }) {
  const { t, locale } = useLanguage();
  const { at, now } = props;
  if (at <= now) return null;
  return (
    <span role="timer" aria-live="off" className="font-semibold text-ink tabular-nums">
      {t("swaps.left", { time: clockOf(at - now, locale) })}
    </span>
  );
}
