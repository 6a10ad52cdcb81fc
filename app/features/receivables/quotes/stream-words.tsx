"use client";

import { useLanguage } from "@/i18n/context";
import { streamsIn } from "../shared/status";

/** Streams of evidence by their names. */
export function useStreamWords(): (bits: number) => string {
  const { t, locale } = useLanguage();
  return (bits) =>
    bits === 0
      ? t("quotes.noEvidence")
      : new Intl.ListFormat(locale, { type: "conjunction" }).format(
          streamsIn(bits).map((stream) => t(`receivables.stream_${stream}`)),
        );
}

export function StreamWords(props: { streams: number }) {
  return useStreamWords()(props.streams);
}
