"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useReader } from "@/lib/reader";
import { loadEvents } from "../shared/load";
import { happeningOf } from "./happening";

/** All that happened to a bill, the newest first. */
export function Timeline(props: { id: bigint; token: Address; now: number }) {
  const { t } = useLanguage();
  const reader = useReader();
  const nameOf = useNameOf();
  const money = useMoney(props.token);
  const found = useQuery({
    queryKey: ["bill-events", reader.network.chainId, String(props.id)],
    queryFn: () => loadEvents(reader, props.id),
    refetchInterval: 15_000,
  });
  const name = (account: string | undefined) => (account ? (nameOf(account) ?? shortAddress(account)) : "");
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className="mb-3 text-xl">
        {t("bills.timeline")}
      </h2>
      <QueryState query={found} />
      <ol className="grid gap-2">
        {found.data?.flatMap((event) => {
          const told = happeningOf(event);
          if (!told) return [];
          const { what, account, other, amount } = told;
          return [
            <li
              key={`${event.transaction}-${event.logIndex}`}
              className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line pb-2"
            >
              <span>
                {t(`bills.did_${what}`, { account: name(account), other: name(other), amount: money(amount ?? 0n) })}
              </span>
              <span className="flex flex-wrap items-baseline gap-x-3 text-sm text-muted">
                <When at={event.time} now={props.now} short />
                <Digest value={event.transaction} />
              </span>
            </li>,
          ];
        })}
      </ol>
    </section>
  );
}
