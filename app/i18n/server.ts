import { cookies, headers } from "next/headers";
import { localeCookie, themeCookie } from "./cookies";
import { type Locale, locales } from "./dictionary";

/** What the person chose, else what the browser asks for first. */
export async function requestLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(localeCookie)?.value;
  const known = locales.find((locale) => locale === chosen);
  if (known) return known;
  const first = (await headers()).get("accept-language")?.split(",")[0] ?? "";
  return first.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export async function requestTheme(): Promise<"light" | "dark" | undefined> {
  const chosen = (await cookies()).get(themeCookie)?.value;
  return chosen === "light" || chosen === "dark" ? chosen : undefined;
}
