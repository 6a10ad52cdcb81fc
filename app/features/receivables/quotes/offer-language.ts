"use client";

import { useMemo } from "react";
import { useLanguage } from "@/i18n/context";
import type { Dictionary, Key } from "@/i18n/dictionary";
import type { Translate } from "@/i18n/translate";
import { useMarket } from "./market";

type OwnWord = keyof Dictionary["billQuotes"];

const section = "quotes.";

/** The page's language about offers: where the market is one of bills, in a bill's words, as far as they are others. */
export function useOfferLanguage(): { readonly t: Translate; readonly locale: string } {
  const { t, locale, words } = useLanguage();
  const { family } = useMarket();
  return useMemo(() => {
    const isOwn = (word: string): word is OwnWord => Object.hasOwn(words.billQuotes, word);
    const ofBills = (key: Key): Key => {
      const word = key.startsWith(section) ? key.slice(section.length) : "";
      return isOwn(word) ? `billQuotes.${word}` : key;
    };
    return { locale, t: family === "bills" ? (key, values) => t(ofBills(key), values) : t };
  }, [t, locale, words, family]);
}
