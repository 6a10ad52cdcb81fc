import { en } from "./en.ts";
import { zh } from "./zh.ts";

export const locales = ["en", "zh"] as const;
export type Locale = (typeof locales)[number];

type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };

/** The shape every language has; English sets it. */
export type Dictionary = Words<typeof en>;

type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];

/** Every key of the dictionary, as a dotted path. */
export type Key = Paths<Dictionary>;

export type Values = Readonly<Record<string, string | number | bigint>>;

const dictionaries: Record<Locale, Dictionary> = { en, zh };

export function dictionaryOf(locale: Locale): Dictionary {
  return dictionaries[locale];
}
