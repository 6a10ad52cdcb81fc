"use client";

import dynamic from "next/dynamic";
import type { Address } from "viem";
import { PageTitle, Skeleton } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";

const OwnTabs = dynamic(() => import("./own-tabs").then((module) => module.OwnTabs), {
  loading: () => <Skeleton className="h-40" />,
});

/** The account's tabs; with a provider in the address, the form to open one there stands open. */
export function TabsPage(props: { provider: Address | undefined; token: Address | undefined }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <>
      <PageTitle title={t("tabs.title")} lead={t("tabs.lead")} />
      {address ? <OwnTabs key={address} account={address} {...props} /> : <ConnectPrompt />}
    </>
  );
}
