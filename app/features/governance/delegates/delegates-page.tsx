"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";

const OwnPower = dynamic(() => import("./own-power").then((module) => module.OwnPower), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});
const MemberList = dynamic(() => import("./member-list").then((module) => module.MemberList), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

/** Who has power in the DAO, and whom to give one's own. */
export function DelegatesPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <>
      <PageTitle title={t("delegates.title")} lead={t("delegates.lead")} />
      <div className="grid gap-8">
        {address ? <OwnPower key={address} account={address} /> : <ConnectPrompt />}
        <MemberList />
      </div>
    </>
  );
}
