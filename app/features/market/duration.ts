import type { Locale } from "@/i18n/dictionary";
import type { Translate } from "@/i18n/translate";
import { formatDuration } from "@/lib/format";

/** `type(uint40).max`: a right without an end. */
export const forever = 2 ** 40 - 1;

/** The time one purchase buys. */
export function durationText(seconds: number, locale: Locale, t: Translate): string {
  return seconds === 0 ? t("common.forever") : formatDuration(seconds, locale);
}
