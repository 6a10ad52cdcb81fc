"use client";

import type { ReactNode } from "react";
import { useLanguage } from "@/i18n/context";

/** What a signature says, set apart: nobody should have to guess what he signs. */
export function SignedWords(props: { children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <div className="rounded-xl border border-wood bg-wood-soft px-4 py-3 text-sm">
      <p className="font-semibold">{t("market.whatYouSign")}</p>
      <div className="mt-1">{props.children}</div>
    </div>
  );
}
