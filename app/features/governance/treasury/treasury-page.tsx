"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { buttonClass, PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

// In the browser alone: what the chain says may be there before their code is.
const loading = () => <Skeleton className="h-48" />;
const Money = dynamic(() => import("./money").then((module) => module.Money), { ssr: false, loading });
const Dividends = dynamic(() => import("./dividends").then((module) => module.Dividends), { ssr: false, loading });
const Moves = dynamic(() => import("./moves").then((module) => module.Moves), { ssr: false, loading });

/** The DAO's money: what is there, what may be spent, where it went, and what it pays its members. */
export function TreasuryPage() {
  const { t } = useLanguage();
  return (
    <>
      <PageTitle title={t("treasury.title")} lead={t("treasury.lead")}>
        <span className="flex flex-wrap gap-3">
          <Link href="/governance/propose?form=payment" className={buttonClass("primary")}>
            {t("treasury.propose")}
          </Link>
          <Link href="/governance/propose?form=dividend" className={buttonClass()}>
            {t("treasury.proposeDividend")}
          </Link>
          <Link href="/governance/propose?form=limit" className={buttonClass()}>
            {t("treasury.proposeLimit")}
          </Link>
        </span>
      </PageTitle>
      <div className="grid gap-8">
        <Money />
        <Dividends />
        <Moves />
      </div>
    </>
  );
}
