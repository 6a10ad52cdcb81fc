"use client";

import { useEffect, useState } from "react";
import { useLanguage } from "@/i18n/context";

/** Copies a value, and says for a moment that it did. */
export function CopyButton(props: { value: string; label: string }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      aria-label={props.label}
      onClick={() => void navigator.clipboard?.writeText(props.value).then(() => setCopied(true))}
      className="rounded px-1 text-xs text-muted hover:bg-sunken hover:text-ink"
    >
      {copied ? t("common.copied") : t("common.copy")}
    </button>
  );
}
