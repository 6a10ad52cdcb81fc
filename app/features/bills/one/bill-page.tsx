"use client";

import dynamic from "next/dynamic";
import { Empty, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { billIn } from "../shared/paths";

/** It brings the contracts' ABIs: loaded when the page stands. */
const BillView = dynamic(() => import("./bill-view").then((module) => module.BillView), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function BillPage(props: { id: string }) {
  const { t } = useLanguage();
  const id = billIn(props.id);
  return id === undefined ? <Empty title={t("bills.unknown")} /> : <BillView id={id} />;
}
