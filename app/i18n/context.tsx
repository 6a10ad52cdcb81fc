"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Dictionary, Locale } from "./dictionary";
import { type Translate, translator } from "./translate";

interface Language {
  readonly locale: Locale;
  readonly words: Dictionary;
  readonly t: Translate;
}

const Context = createContext<Language | undefined>(undefined);

/** The server sends one language's words; the other never reaches the browser. */
export function LanguageProvider(props: { locale: Locale; words: Dictionary; children: ReactNode }) {
  const { locale, words } = props;
  const value = useMemo(() => ({ locale, words, t: translator(words, locale) }), [locale, words]);
  return <Context value={value}>{props.children}</Context>;
}

export function useLanguage(): Language {
  const language = useContext(Context);
  if (!language) throw new Error("useLanguage outside LanguageProvider");
  return language;
}
