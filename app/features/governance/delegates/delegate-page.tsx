"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { accountIn } from "@/components/account-field";
import { Empty, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

const Profile = dynamic(() => import("./profile").then((module) => module.Profile), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

/** The page of the account in the address. */
export function DelegatePage(props: { id: string }) {
  const { t } = useLanguage();
  const account = accountIn(props.id);
  if (account) return <Profile account={account} key={account} />;
  return (
    <Empty title={t("delegates.noAccount")}>
      <Link href="/governance/delegates" className="link">
        {t("delegates.all")}
      </Link>
    </Empty>
  );
}
