"use client";

import dynamic from "next/dynamic";
import { Empty, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { receivableIn } from "../shared/paths";

/** It brings the indexer's rows: loaded when the page stands. */
const Statement = dynamic(() => import("./statement").then((module) => module.Statement), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function StatementPage(props: { id: string }) {
  const { t } = useLanguage();
  const id = receivableIn(props.id);
  return id === undefined ? <Empty title={t("receivables.unknown")} /> : <Statement id={id} />;
}
