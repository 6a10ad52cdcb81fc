"use client";

import { listOrganisations, membershipsOf, organisationDetail } from "@tallystick/sdk/indexer/identity";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address, Hex } from "viem";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Badge, Empty, PageTitle } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";
import { useIndexer } from "@/lib/reader";
import { Members } from "./members";
import { Ownership } from "./ownership";
import { RegisterForm } from "./register";

export function OrganisationPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <>
      <PageTitle title={t("organisation.title")} lead={t("organisation.lead")} />
      {address ? <Mine account={address} key={address} /> : <ConnectPrompt />}
    </>
  );
}

function Mine(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const found = useQuery({
    queryKey: ["organisations", chainId, account],
    queryFn: async () => {
      const [owned, memberships, all] = await Promise.all([
        listOrganisations(indexer, chainId, { owner: account }),
        membershipsOf(indexer, chainId, account),
        listOrganisations(indexer, chainId, { limit: 100 }),
      ]);
      // Those offered to this account are found among all: it has to see them to take them over.
      const offered = all.items.filter(({ offeredTo }) => offeredTo.toLowerCase() === account.toLowerCase());
      return [
        ...new Set([
          ...owned.items.map(({ id }) => id),
          ...memberships.items.map(({ org }) => org),
          ...offered.map(({ id }) => id),
        ]),
      ];
    },
  });
  const [chosen, setChosen] = useState<Hex>();
  // One that was just registered is known here before the indexer has it.
  const listed = [...new Set([...(found.data ?? []), ...(chosen ? [chosen] : [])])];
  const org = chosen ?? listed[0];
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[20rem_1fr]">
      <div className="grid gap-4">
        <QueryState query={found} />
        <ul className="grid gap-2" aria-label={t("organisation.mine")}>
          {listed.map((id) => (
            <li key={id}>
              <button
                type="button"
                aria-pressed={id === org}
                onClick={() => setChosen(id)}
                className={`w-full rounded-xl border px-4 py-3 text-left font-mono text-sm ${id === org ? "border-brand bg-brand-soft" : "border-line-strong bg-surface hover:border-ink"}`}
              >
                {shortHex(id)}
              </button>
            </li>
          ))}
        </ul>
        <RegisterForm account={account} onRegistered={setChosen} />
      </div>
      {org ? (
        <Detail org={org} account={account} key={org} />
      ) : found.data ? (
        <Empty title={t("organisation.none")}>{t("organisation.noneHint")}</Empty>
      ) : null}
    </div>
  );
}

function Detail(props: { org: Hex; account: Address }) {
  const { org, account } = props;
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const found = useQuery({
    queryKey: ["organisation", chainId, org],
    queryFn: async () => (await organisationDetail(indexer, chainId, org)) ?? null,
    // A new organisation is on the chain a moment before the indexer has it.
    refetchInterval: ({ state }) => (state.data === null ? 1_000 : 15_000),
  });
  if (!found.data) return <QueryState query={{ ...found, isPending: found.isPending || found.data === null }} />;
  const detail = found.data;
  return (
    <section aria-labelledby="organisation" className="card grid gap-8 p-5 sm:p-6">
      <div>
        <h2 id="organisation" className="flex flex-wrap items-center gap-3 text-xl">
          <span className="font-mono">{shortHex(org)}</span>
          <Badge tone={detail.status === "active" ? "brand" : "plain"}>
            {t(`organisation.status_${detail.status}`)}
          </Badge>
        </h2>
        <p className="mt-1 font-mono text-xs break-all text-muted">{org}</p>
      </div>
      <Ownership detail={detail} account={account} />
      <Members detail={detail} account={account} />
    </section>
  );
}
