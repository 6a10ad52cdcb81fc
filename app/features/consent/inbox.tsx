"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Empty } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import { RecordCard } from "./record-card";
import { recordsOf } from "./records";

/** The records an account has to do with, as key holder or as reader. */
export function Inbox(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const records = useQuery({
    queryKey: ["records", chainId, account],
    refetchInterval: 10_000,
    queryFn: () => recordsOf(indexer, chainId, account),
  });
  return (
    <>
      <QueryState query={records} />
      {records.data?.length === 0 ? (
        <Empty title={t("consent.empty")}>
          <p>{t("consent.emptyHint")}</p>
        </Empty>
      ) : null}
      <ul className="grid gap-6">
        {records.data?.map((dataset) => (
          <li key={dataset.toString()}>
            <RecordCard dataset={dataset} account={account} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** One record: where a reader asks, and everybody sees how it stands. */
export function AtRecord(props: { dataset: bigint; account: Address }) {
  const { t } = useLanguage();
  return (
    <div className="grid gap-4">
      <RecordCard dataset={props.dataset} account={props.account} asks />
      <Link href="/consent" className="link justify-self-start text-sm">
        {t("consent.all")}
      </Link>
    </div>
  );
}
