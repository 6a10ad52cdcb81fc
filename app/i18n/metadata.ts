import type { Metadata } from "next";
import { dictionaryOf, type Key } from "./dictionary";
import { requestLocale } from "./server";
import { translator } from "./translate";

/** A page's title in the person's language. */
export async function pageTitle(key: Key): Promise<Metadata> {
  const locale = await requestLocale();
  return { title: translator(dictionaryOf(locale), locale)(key) };
}
