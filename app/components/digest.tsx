"use client";

import { CopyButton } from "@/components/copy-button";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";

/** A hash, short, with the whole of it one click away. */
export function Digest(props: { value: string; label?: string }) {
  const { t } = useLanguage();
  return (
    <span className="inline-flex items-baseline gap-1.5">
      {props.label ? <span className="text-sm text-muted">{props.label}</span> : null}
      <span className="font-mono text-[0.86em]" title={props.value}>
        {shortHex(props.value)}
      </span>
      <CopyButton value={props.value} label={t("common.copyValue", { value: props.value })} />
    </span>
  );
}
