"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { QueryState } from "@/components/query-state";
import { Tally } from "@/components/tally";
import { Notice } from "@/components/ui";
import { useDataset } from "@/features/market/use-dataset";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";

const OwnerTools = dynamic(() => import("@/features/market/owner-tools").then((module) => module.OwnerTools));

/** All that its owner does with one data set. */
export function ManagePage(props: { id: string }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  if (!/^0x[0-9a-fA-F]{64}$/.test(props.id)) return <Notice tone="warn" title={t("market.badId")} />;
  return address ? <Manage id={props.id} account={address} /> : <ConnectPrompt />;
}

function Manage(props: { id: string; account: string }) {
  const { t } = useLanguage();
  const dataset = useDataset(BigInt(props.id));
  const { view } = dataset;
  if (!view) return <QueryState query={dataset} />;
  const mine = view.owner.toLowerCase() === props.account.toLowerCase();
  return (
    <>
      <Tally id={view.id} matched className="mb-6 w-full max-w-md" />
      <p className="mb-2 flex flex-wrap gap-4 text-sm">
        <Link href="/my-data" className="link">
          {t("nav.myData")}
        </Link>
        <Link href={`/market/${props.id}`} className="link">
          {t("myData.asOthers")}
        </Link>
      </p>
      <h1 className="mb-8 max-w-3xl text-3xl sm:text-4xl">{view.title}</h1>
      {mine ? <OwnerTools view={view} /> : <Notice tone="warn" title={t("myData.notYours")} />}
    </>
  );
}
