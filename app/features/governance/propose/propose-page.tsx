"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

const loading = () => <Skeleton className="h-96" />;
/** The builder knows every contract: it is loaded when the page stands. */
const Drafts = dynamic(() => import("./drafts").then((module) => module.Drafts), { ssr: false, loading });

export function ProposePage() {
  const { t } = useLanguage();
  return (
    <>
      <PageTitle title={t("proposing.title")} lead={t("proposing.lead")} />
      <Drafts />
    </>
  );
}
