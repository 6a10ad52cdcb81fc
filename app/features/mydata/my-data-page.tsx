"use client";

import { listDatasets } from "@tallystick/sdk/indexer/market";
import type { IndexedDataset } from "@tallystick/sdk/indexer/tables";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Tally } from "@/components/tally";
import { Button, buttonClass, Empty, PageTitle } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatDate, shortHex } from "@/lib/format";
import { useIndexer } from "@/lib/reader";

/** Loaded when an account is connected. */
const Balance = dynamic(() => import("@/features/library/balance").then((module) => module.Balance));
const Requests = dynamic(() => import("./requests").then((module) => module.Requests));
const Revenue = dynamic(() => import("./revenue").then((module) => module.Revenue));

export function MyDataPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <>
      <PageTitle title={t("myData.title")} lead={t("myData.lead")}>
        {address ? (
          <Link href="/publish" className={buttonClass("primary")}>
            {t("myData.publish")}
          </Link>
        ) : null}
      </PageTitle>
      {address ? (
        <div className="grid gap-12">
          <Revenue account={address} />
          <Balance account={address} />
          <Owned account={address} />
        </div>
      ) : (
        <ConnectPrompt />
      )}
    </>
  );
}

const pageSize = 24;

/** Data sets that the account owns now, bought or published. */
function Owned(props: { account: Address }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  // Cursors of the pages before this one, so that one can go back.
  const [trail, setTrail] = useState<readonly string[]>([]);
  const after = trail.at(-1);
  const owned = useQuery({
    queryKey: ["owned", chainId, props.account, after],
    queryFn: () => listDatasets(indexer, chainId, { owner: props.account, limit: pageSize, after }),
    refetchInterval: 15_000,
  });
  const { next } = owned.data ?? {};
  const records = owned.data?.items.some(({ record }) => record !== undefined) ?? false;
  return (
    <>
      {records ? <Requests datasets={owned.data?.items ?? []} /> : null}
      <section aria-labelledby="owned">
        <h2 id="owned" className="mb-4 text-2xl">
          {owned.data ? t("myData.owned", { n: owned.data.totalCount }) : t("myData.ownedTitle")}
        </h2>
        <QueryState query={owned} />
        {owned.data?.totalCount === 0 ? <Empty title={t("myData.none")}>{t("myData.noneHint")}</Empty> : null}
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {owned.data?.items.map((dataset) => (
            <OwnedCard key={dataset.id} dataset={dataset} />
          ))}
        </ul>
        {trail.length > 0 || next ? (
          <nav aria-label={t("market.pages")} className="mt-6 flex justify-center gap-3">
            <Button small disabled={trail.length === 0} onClick={() => setTrail(trail.slice(0, -1))}>
              {t("common.back")}
            </Button>
            <Button small disabled={!next} onClick={() => next && setTrail([...trail, next])}>
              {t("common.next")}
            </Button>
          </nav>
        ) : null}
      </section>
    </>
  );
}

function OwnedCard(props: { dataset: IndexedDataset }) {
  const { t, locale } = useLanguage();
  const { dataset } = props;
  return (
    <li className="card relative flex flex-col p-5 transition-colors focus-within:border-brand hover:border-brand">
      <Tally id={BigInt(dataset.id)} matched className="mb-4 w-full" />
      <h3 className="text-lg leading-snug">
        <Link href={`/my-data/${dataset.id}`} className="after:absolute after:inset-0 after:rounded-[14px]">
          {dataset.manifest?.title ?? shortHex(dataset.id)}
        </Link>
      </h3>
      <p className="mt-2 text-sm text-muted">
        {t("market.versionNumber", { version: dataset.latest })} · {t("market.soldCount", { n: dataset.sold })} ·{" "}
        {formatDate(dataset.updatedAt, locale)}
      </p>
    </li>
  );
}
