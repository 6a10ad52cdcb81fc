"use client";

import { CopyButton } from "@/components/copy-button";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";

/** An account, short, with the whole of it one click away. */
export function AddressText(props: { address: string; plain?: boolean; label?: string | undefined }) {
  const { t } = useLanguage();
  const text = (
    <span className="font-mono text-[0.86em] whitespace-nowrap" title={props.address}>
      {shortAddress(props.address)}
    </span>
  );
  const name = props.label ? <span>{props.label}</span> : null;
  if (props.plain) {
    return (
      <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
        {name}
        {text}
      </span>
    );
  }
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      {name}
      {text}
      <CopyButton value={props.address} label={t("common.copyAddress", { address: props.address })} />
    </span>
  );
}
