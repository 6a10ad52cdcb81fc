"use client";

import { concentration, type DaoMember, type MemberChoice, members } from "@tallystick/sdk/indexer/members";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Empty } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { More } from "./more";
import { useGrowing } from "./use-growing";

const orders = ["power", "balance", "delegators", "votesCast", "firstAt"] as const;
type Order = NonNullable<MemberChoice["orderBy"]>;

/** Everybody with tokens or power, and how much decides. */
export function MemberList() {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const [orderBy, setOrderBy] = useState<Order>("power");
  const { limit, grow } = useGrowing(20);
  const found = useQuery({
    queryKey: ["members", chainId, orderBy, limit],
    queryFn: () => members(indexer, chainId, { orderBy, limit }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const spread = useQuery({
    queryKey: ["concentration", chainId],
    queryFn: () => concentration(indexer, chainId),
  });
  return (
    <section aria-labelledby="members">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
        <div>
          <h2 id="members" className="text-xl">
            {t("delegates.members")}
          </h2>
          {spread.data ? (
            <p className="mt-1 text-sm text-muted">
              {t("delegates.half", { n: spread.data.half, members: spread.data.members })}
            </p>
          ) : null}
        </div>
        <div className="w-56">
          <SelectField
            label={t("delegates.orderBy")}
            value={orderBy}
            options={orders.map((value) => ({ value, label: t(`delegates.by_${value}`) }))}
            onChange={setOrderBy}
          />
        </div>
      </div>
      <QueryState query={found} />
      {found.data?.items.length === 0 ? <Empty title={t("delegates.nobody")} /> : null}
      {found.data && found.data.items.length > 0 ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <div tabIndex={0} className="card overflow-x-auto">
            <table className="w-full text-sm">
              <caption className="sr-only">{t("delegates.members")}</caption>
              <thead>
                <tr className="border-b border-line-strong text-left">
                  {(["member", "power", "held", "delegators", "votes"] as const).map((column) => (
                    <th key={column} scope="col" className="px-4 py-2 font-semibold">
                      {t(`delegates.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {found.data.items.map((member) => (
                  <MemberRow key={member.account} member={member} total={spread.data?.total} />
                ))}
              </tbody>
            </table>
          </div>
          <More shown={found.data.items.length} total={found.data.totalCount} onMore={grow} />
        </>
      ) : null}
    </section>
  );
}

function MemberRow(props: { member: DaoMember; total: bigint | undefined }) {
  const { member, total } = props;
  const { t, locale } = useLanguage();
  const { tallyToken } = useContracts();
  const nameOf = useNameOf();
  const share =
    total === undefined || total === 0n
      ? undefined
      : new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(
          Number((member.power * 10_000n) / total) / 10_000,
        );
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="px-4 py-2 text-left font-normal">
        <Link href={`/governance/delegates/${member.account}`} className="link">
          <AddressText plain address={member.account} label={nameOf(member.account)} />
        </Link>
      </th>
      <td className="px-4 py-2">
        <Amount value={member.power} token={tallyToken} />
        {share && member.power > 0n ? <span className="text-muted"> ({share})</span> : null}
      </td>
      <td className="px-4 py-2">
        <Amount value={member.balance} token={tallyToken} />
      </td>
      <td className="px-4 py-2 tabular-nums">{member.delegators}</td>
      <td className="px-4 py-2">
        {member.seen === 0 ? "–" : t("delegates.took", { voted: member.voted, seen: member.seen })}
      </td>
    </tr>
  );
}
