"use client";

import { CopyButton } from "@/components/copy-button";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";

/** An account, short, with the whole of it one click away. */
export function AddressText(props: { address: string; plain?: boolean; label?: string | undefined }) {
  const { t } = useLanguage();
  const { address, plain, label } = props;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      {label ? <span>{label}</span> : null}
      <span className="inline-flex items-baseline gap-x-1.5 whitespace-nowrap">
        <span className="font-mono text-[0.86em]" title={address}>
          {shortAddress(address)}
        </span>
        {plain ? null : <CopyButton value={address} label={t("common.copyAddress", { address })} />}
      </span>
    </span>
  );
}
