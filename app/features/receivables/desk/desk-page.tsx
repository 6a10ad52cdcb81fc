"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { buttonClass, PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** It brings the indexer's rows and the spelling of numbers: loaded when the page stands. */
const Desk = dynamic(() => import("./desk").then((module) => module.Desk), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function DeskPage() {
  const { t } = useLanguage();
  return (
    <>
      <PageTitle title={t("receivables.title")} lead={t("receivables.lead")}>
        <Link href="/receivables/register" className={buttonClass("primary")}>
          {t("receivables.register")}
        </Link>
      </PageTitle>
      <Desk />
    </>
  );
}
