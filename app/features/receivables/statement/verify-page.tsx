"use client";

import dynamic from "next/dynamic";
import { Empty, PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { receivableIn } from "../shared/paths";

/** It brings the contracts' ABIs: loaded when the page stands. */
const Verdict = dynamic(() => import("./verdict").then((module) => module.Verdict), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

/** For anybody, without a wallet: what the chain says of a receivable that somebody shows on paper. */
export function VerifyPage(props: { id: string }) {
  const { t } = useLanguage();
  const id = receivableIn(props.id);
  return (
    <>
      <PageTitle title={t("receivables.verifyTitle")} lead={t("receivables.verifyLead")} />
      {id === undefined ? <Empty title={t("receivables.unknown")} /> : <Verdict id={id} />}
    </>
  );
}
