"use client";

import { rightsOf } from "@tallystick/sdk/indexer/market";
import type { IndexedRight } from "@tallystick/sdk/indexer/tables";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Tally } from "@/components/tally";
import { Badge, buttonClass, Empty, PageTitle } from "@/components/ui";
import { forever } from "@/features/market/duration";
import { useRight } from "@/features/market/use-right";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatRemaining, shortHex } from "@/lib/format";
import { useIndexer } from "@/lib/reader";
import { ReceiptsPanel } from "./receipts-panel";

const Balance = dynamic(() => import("./balance").then((module) => module.Balance));
const MandateList = dynamic(() => import("./mandate-list").then((module) => module.MandateList));

export function LibraryPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <>
      <PageTitle title={t("library.title")} lead={t("library.lead")} />
      {address ? <Shelf account={address} /> : <ConnectPrompt />}
    </>
  );
}

function Shelf(props: { account: Address }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const rights = useQuery({
    queryKey: ["library", chainId, props.account],
    queryFn: () => rightsOf(indexer, chainId, props.account, { limit: 100 }),
    refetchInterval: 10_000,
  });
  return (
    <div className="grid gap-6">
      <Balance account={props.account} />
      <QueryState query={rights} />
      {rights.data?.items.length === 0 ? (
        <Empty title={t("library.empty")}>
          <p>{t("library.emptyHint")}</p>
          <Link href="/market" className={`mt-4 ${buttonClass("primary")}`}>
            {t("home.browse")}
          </Link>
        </Empty>
      ) : null}
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {rights.data?.items.map((right) => (
          <Held key={right.dataset} right={right} account={props.account} />
        ))}
      </ul>
      <MandateList account={props.account} />
      <ReceiptsPanel account={props.account} />
    </div>
  );
}

function Held(props: { right: IndexedRight; account: Address }) {
  const { t, locale } = useLanguage();
  const { right } = props;
  // The list is the indexer's; whether the right still stands is asked of the chain.
  const { data } = useRight(BigInt(right.dataset), props.account);
  const until = data?.right.until ?? right.until;
  const active = data?.active ?? false;
  const state = !data
    ? "…"
    : data.right.revoked
      ? t("library.revoked")
      : !active
        ? t("library.ended")
        : until === forever
          ? t("common.forever")
          : t("library.left", { time: formatRemaining(until - data.now, locale) });
  return (
    <li className="card relative p-5 transition-colors focus-within:border-brand hover:border-brand">
      <Tally id={BigInt(right.dataset)} matched={active} className="mb-4 w-full" />
      <h2 className="text-lg leading-snug">
        <Link href={`/library/${right.dataset}`} className="after:absolute after:inset-0 after:rounded-[14px]">
          {right.of?.manifest?.title ?? shortHex(right.dataset)}
        </Link>
      </h2>
      <p className="mt-3">
        <Badge tone={active ? "brand" : "plain"}>{state}</Badge>
      </p>
    </li>
  );
}
