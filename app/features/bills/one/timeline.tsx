"use client";

import Link from "next/link";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { billPath } from "../shared/paths";
import { useBillEvents } from "../shared/use-bill";
import { happeningOf } from "./happening";

/** All that happened to a bill, the newest first. */
export function Timeline(props: { id: bigint; token: Address; now: number }) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const money = useMoney(props.token);
  const found = useBillEvents(props.id);
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
          const { what, account, other, amount, next } = told;
          return [
            <li
              key={`${event.transaction}-${event.logIndex}`}
              className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line pb-2"
            >
              <span>
                {t(`bills.did_${what}`, { account: name(account), other: name(other), amount: money(amount ?? 0n) })}
                {next === undefined ? null : (
                  <>
                    {" "}
                    <Link href={billPath(next)} className="link">
                      {t("bills.toNext")}
                    </Link>
                  </>
                )}
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
