"use client";

import { useLanguage } from "@/i18n/context";

/** Stars as a picture, and in words for whom it says nothing. */
export function Stars(props: { value: number; className?: string }) {
  const { t, locale } = useLanguage();
  const value = Math.min(5, Math.max(0, props.value));
  const shown = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  return (
    <span className={`relative inline-block leading-none whitespace-nowrap ${props.className ?? ""}`}>
      <span className="sr-only">{t("rating.stars", { value: shown })}</span>
      <span aria-hidden="true" className="text-line-strong">
        ★★★★★
      </span>
      <span
        aria-hidden="true"
        className="absolute inset-y-0 left-0 overflow-hidden text-wood"
        ref={(element) => {
          // A width that is computed can't stand in a class, and a style attribute is against the page's policy.
          element?.style.setProperty("width", `${value * 20}%`);
        }}
      >
        ★★★★★
      </span>
    </span>
  );
}
