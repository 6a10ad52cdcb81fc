"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** It reads every contract of the DAO: loaded when the page stands. */
const ParameterTables = dynamic(() => import("./parameter-tables").then((module) => module.ParameterTables), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function ParametersPage() {
  const { t } = useLanguage();
  return (
    <>
      <PageTitle title={t("proposing.parametersTitle")} lead={t("proposing.parametersLead")} />
      <ParameterTables />
    </>
  );
}
