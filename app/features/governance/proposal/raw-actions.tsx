"use client";

import type { IndexedProposalDetail } from "@tallystick/sdk/indexer/governanceFields";
import { formatEther } from "viem";
import { AddressText } from "@/components/address";
import { useLanguage } from "@/i18n/context";

/** The calls that a proposal makes, as they are. */
export function RawActions(props: { actions: IndexedProposalDetail["actions"] }) {
  const { t } = useLanguage();
  return (
    <ol className="grid gap-3">
      {props.actions.map(({ position, target, value, data }) => (
        <li key={position} className="card p-4">
          <p className="flex flex-wrap items-baseline gap-3">
            {position + 1}. <AddressText address={target} />
            {value > 0n ? <span>{formatEther(value)} ETH</span> : null}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0} className="mt-2 max-h-40 overflow-auto font-mono text-xs break-all whitespace-pre-wrap">
            {data === "0x" ? t("governance.noData") : data}
          </pre>
        </li>
      ))}
    </ol>
  );
}
