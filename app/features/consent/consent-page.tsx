"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";

const Inbox = dynamic(() => import("./inbox").then((module) => module.Inbox), {
  loading: () => <Skeleton className="h-40" />,
});
const AtRecord = dynamic(() => import("./inbox").then((module) => module.AtRecord), {
  loading: () => <Skeleton className="h-40" />,
});

/** The inbox of key holders and what readers have asked for; with a data set in the address, that record alone. */
export function ConsentPage(props: { dataset: string | undefined }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const id = /^0x[0-9a-fA-F]{64}$/.test(props.dataset ?? "") ? BigInt(props.dataset ?? "0x0") : undefined;
  return (
    <>
      <PageTitle title={t("consent.title")} lead={t("consent.lead")} />
      {!address ? (
        <ConnectPrompt />
      ) : id !== undefined ? (
        <AtRecord key={address} dataset={id} account={address} />
      ) : (
        <Inbox key={address} account={address} />
      )}
    </>
  );
}
