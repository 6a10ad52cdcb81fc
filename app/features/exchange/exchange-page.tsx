"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";

const Deals = dynamic(() => import("./deals").then((module) => module.Deals), {
  loading: () => <Skeleton className="h-40" />,
});

export function ExchangePage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <>
      <PageTitle title={t("exchange.title")} lead={t("exchange.lead")} />
      {address ? <Deals key={address} account={address} /> : <ConnectPrompt />}
    </>
  );
}
