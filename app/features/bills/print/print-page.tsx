"use client";

import dynamic from "next/dynamic";
import { Empty, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { billIn } from "../shared/paths";

/** It brings the contracts' ABIs and the code's drawing: loaded when the page stands. */
const PrintView = dynamic(() => import("./print-view").then((module) => module.PrintView), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function PrintPage(props: { id: string }) {
  const { t } = useLanguage();
  const id = billIn(props.id);
  return id === undefined ? <Empty title={t("bills.unknown")} /> : <PrintView id={id} />;
}
