"use client";

import dynamic from "next/dynamic";
import { Notice, PageTitle, Skeleton } from "@/components/ui";
import { useHanded } from "@/components/use-handed";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";

const Invitation = dynamic(() => import("./invitation").then((module) => module.Invitation), {
  loading: () => <Skeleton className="h-40" />,
});

/** Where the link of an invitation leads: what it is, and how to take it. */
export function InvitationPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const handed = useHanded("grant");
  return (
    <>
      <PageTitle title={t("exchange.invitation")} lead={t("exchange.invitationLead")} />
      {!handed ? (
        <Notice tone="warn" title={t(handed === null ? "tabs.badLink" : "exchange.noInvitation")} />
      ) : address ? (
        <Invitation key={address} handed={handed} account={address} />
      ) : (
        <ConnectPrompt />
      )}
    </>
  );
}
