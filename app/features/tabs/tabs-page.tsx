"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";

const OwnTabs = dynamic(() => import("./own-tabs").then((module) => module.OwnTabs), {
  loading: () => <Skeleton className="h-40" />,
});

export function TabsPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <>
      <PageTitle title={t("tabs.title")} lead={t("tabs.lead")} />
      {address ? <OwnTabs key={address} account={address} /> : <ConnectPrompt />}
    </>
  );
}
