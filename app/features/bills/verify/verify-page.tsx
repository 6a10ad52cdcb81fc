"use client";

import dynamic from "next/dynamic";
import { Empty, PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { billIn } from "../shared/paths";

/** It brings the contracts' ABIs: loaded when the page stands. */
const BillVerdict = dynamic(() => import("./bill-verdict").then((module) => module.BillVerdict), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

/** For anybody, without a wallet: what the chain says of a bill that somebody shows on paper or as a file. */
export function VerifyBillPage(props: { id: string }) {
  const { t } = useLanguage();
  const id = billIn(props.id);
  return (
    <>
      <PageTitle title={t("bills.verifyTitle")} lead={t("bills.verifyLead")} />
      {id === undefined ? <Empty title={t("bills.unknown")} /> : <BillVerdict id={id} />}
    </>
  );
}
