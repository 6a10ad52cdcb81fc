"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { buttonClass, PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** It brings the contracts' ABIs: loaded when the page stands. */
const BillsDesk = dynamic(() => import("./bills-desk").then((module) => module.BillsDesk), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

export function BillsPage() {
  const { t } = useLanguage();
  return (
    <>
      <PageTitle title={t("bills.title")} lead={t("bills.lead")}>
        <div className="flex flex-wrap gap-2">
          <Link href="/bills/desk" className={buttonClass()}>
            {t("billDesk.open")}
          </Link>
          <Link href="/bills/draw" className={buttonClass("primary")}>
            {t("bills.draw")}
          </Link>
        </div>
      </PageTitle>
      <BillsDesk />
    </>
  );
}
