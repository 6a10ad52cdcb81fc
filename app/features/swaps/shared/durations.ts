"use client";

import { useLanguage } from "@/i18n/context";

/** How long a swap takes if both sides are quick, in words. */
export function useDurationWords(): (seconds: number) => string {
  const { t } = useLanguage();
  return (seconds) =>
    seconds < 90
      ? t("swaps.takesSeconds", { n: Math.ceil(seconds) })
      : t("swaps.takesMinutes", { n: Math.ceil(seconds / 60) });
}
