"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { accountIn } from "@/components/account-field";
import { Notice, PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** It brings the contracts' ABIs: loaded when the page stands. */
const AcceptorView = dynamic(() => import("./acceptor-view").then((module) => module.AcceptorView), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function AcceptorPage(props: { text: string }) {
  const { t } = useLanguage();
  const acceptor = accountIn(props.text);
  return (
    <>
      <PageTitle title={t("billDesk.acceptorTitle")} lead={t("billDesk.acceptorLead")}>
        <Link href="/bills" className="link">
          {t("bills.title")}
        </Link>
      </PageTitle>
      {acceptor ? (
        <AcceptorView acceptor={acceptor} />
      ) : (
        <Notice tone="warn" role="alert">
          {t("common.badAddress")}
        </Notice>
      )}
    </>
  );
}
