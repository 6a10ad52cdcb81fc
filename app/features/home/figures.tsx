"use client";

import { useLanguage } from "@/i18n/context";

export function Figures() {
  const { t } = useLanguage();
  return <h2 className="eyebrow">{t("home.figures")}</h2>;
}
