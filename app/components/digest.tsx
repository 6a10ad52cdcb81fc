"use client";

import { useEffect, useState } from "react";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";

/** A hash, short, with the whole of it one click away. */
export function Digest(props: { value: string; label?: string }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className="inline-flex items-baseline gap-1.5">
      {props.label ? <span className="text-sm text-muted">{props.label}</span> : null}
      <span className="font-mono text-[0.86em]" title={props.value}>
        {shortHex(props.value)}
      </span>
      <button
        type="button"
        aria-label={t("common.copyValue", { value: props.value })}
        onClick={() => void navigator.clipboard?.writeText(props.value).then(() => setCopied(true))}
        className="rounded px-1 text-xs text-muted hover:bg-sunken hover:text-ink"
      >
        {copied ? t("common.copied") : t("common.copy")}
      </button>
    </span>
  );
}
