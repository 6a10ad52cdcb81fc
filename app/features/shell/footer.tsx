"use client";

import { Notches } from "@/components/notches";
import { useLanguage } from "@/i18n/context";
import { LocaleSwitch, ThemeSwitch } from "./preferences";

export function Footer(props: { theme: "light" | "dark" | undefined }) {
  const { t } = useLanguage();
  return (
    <footer className="mt-20">
      <Notches />
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-4 px-4 py-8 text-sm text-muted sm:px-6">
        <p>
          {t("nav.footer")} {t("nav.licence")}
        </p>
        <div className="flex gap-3">
          <LocaleSwitch />
          <ThemeSwitch theme={props.theme} />
        </div>
      </div>
    </footer>
  );
}
