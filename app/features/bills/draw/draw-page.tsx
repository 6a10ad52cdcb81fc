"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** It brings calendars, words of sums and the contracts' ABIs: loaded when the page stands. */
const Draw = dynamic(() => import("./draw").then((module) => module.Draw), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function DrawPage() {
  const { t } = useLanguage();
  return (
    <>
      <PageTitle title={t("bills.draw")} lead={t("bills.drawLead")} />
      <Draw />
    </>
  );
}
