import type { Dictionary, Key, Locale, Values } from "./dictionary.ts";

export type Translate = (key: Key, values?: Values) => string;

export function lookup(words: Dictionary, key: string): string | undefined {
  let at: unknown = words;
  for (const part of key.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return typeof at === "string" ? at : undefined;
}

/**
 * Fills `{name}` places. A text with a bar has a singular and a plural form ("{n} file|{n} files"), chosen by `n`.
 */
export function fill(text: string, values: Values, locale: Locale): string {
  const [one = text, other = one] = text.split("|");
  const plural = new Intl.PluralRules(locale).select(Number(values["n"] ?? 1));
  const form = text.includes("|") && plural !== "one" ? other : one;
  return form.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? shown(values[name], locale) : place));
}

function shown(value: string | number | bigint | undefined, locale: Locale): string {
  return typeof value === "string" ? value : new Intl.NumberFormat(locale).format(value ?? 0);
}

export function translator(words: Dictionary, locale: Locale): Translate {
  return (key, values) => {
    const text = lookup(words, key) ?? key;
    return values ? fill(text, values, locale) : text;
  };
}
