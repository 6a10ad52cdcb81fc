"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLanguage } from "@/i18n/context";
import { localeCookie, themeCookie } from "@/i18n/cookies";

const year = 31_536_000;

function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${name}=${value}; path=/; max-age=${value ? year : 0}; samesite=lax`;
}

export function LocaleSwitch() {
  const { locale, t } = useLanguage();
  const router = useRouter();
  return (
    <label className="flex items-center gap-2 text-sm text-muted">
      <span className="sr-only">{t("nav.language")}</span>
      <select
        className="min-h-9 rounded-lg border border-line-strong bg-surface px-2 text-ink"
        value={locale}
        onChange={(event) => {
          remember(localeCookie, event.target.value);
          router.refresh();
        }}
      >
        <option value="en" lang="en">
          English
        </option>
        <option value="zh" lang="zh-Hans">
          中文
        </option>
      </select>
    </label>
  );
}

export function ThemeSwitch(props: { theme: "light" | "dark" | undefined }) {
  const { t } = useLanguage();
  const [theme, setTheme] = useState<string>(props.theme ?? "");
  return (
    <label className="flex items-center gap-2 text-sm text-muted">
      <span className="sr-only">{t("nav.theme")}</span>
      <select
        className="min-h-9 rounded-lg border border-line-strong bg-surface px-2 text-ink"
        value={theme}
        onChange={(event) => {
          const next = event.target.value;
          setTheme(next);
          remember(themeCookie, next);
          if (next) document.documentElement.dataset["theme"] = next;
          else delete document.documentElement.dataset["theme"];
        }}
      >
        <option value="">{t("nav.themeSystem")}</option>
        <option value="light">{t("nav.themeLight")}</option>
        <option value="dark">{t("nav.themeDark")}</option>
      </select>
    </label>
  );
}
