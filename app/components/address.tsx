"use client";

import { useEffect, useState } from "react";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";

/** An account, short, with the whole of it one click away. */
export function AddressText(props: { address: string; plain?: boolean; label?: string | undefined }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const text = (
    <span className="font-mono text-[0.86em]" title={props.address}>
      {shortAddress(props.address)}
    </span>
  );
  const name = props.label ? <span>{props.label}</span> : null;
  if (props.plain) {
    return (
      <span className="inline-flex items-baseline gap-1.5">
        {name}
        {text}
      </span>
    );
  }
  return (
    <span className="inline-flex items-baseline gap-1.5">
      {name}
      {text}
      <button
        type="button"
        aria-label={t("common.copyAddress", { address: props.address })}
        onClick={() => void navigator.clipboard?.writeText(props.address).then(() => setCopied(true))}
        className="rounded px-1 text-xs text-muted hover:bg-sunken hover:text-ink"
      >
        {copied ? t("common.copied") : t("common.copy")}
      </button>
    </span>
  );
}
