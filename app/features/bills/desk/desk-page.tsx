"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { buttonClass, PageTitle, Skeleton } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { MarketViews } from "@/features/receivables/quotes/market-views";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useInAddress } from "@/lib/use-in-address";
import { deskChoiceOf, deskHome, deskPath, deskViews } from "./desk-choice";
import { isRepoHash } from "./repos/repo-hash";

const loading = () => <Skeleton className="h-96" />;
const Market = dynamic(() => import("./bills-market").then((module) => module.BillsMarket), { ssr: false, loading });
const ReposView = dynamic(() => import("./repos/repos-view").then((module) => module.ReposView), {
  ssr: false,
  loading,
});
const HandedRepo = dynamic(() => import("./repos/handed-repo").then((module) => module.HandedRepo), { ssr: false });

/** Offers for bills, as those for receivables in another market, and sales with buy-back. */
export function DeskPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { parameters, go } = useInAddress(deskHome);
  const choice = deskChoiceOf(parameters);
  const { view } = choice;
  const hash = useHash();
  return (
    <>
      <PageTitle title={t("billDesk.title")} lead={t("billDesk.lead")}>
        <Link href="/bills" className={buttonClass()}>
          {t("bills.title")}
        </Link>
      </PageTitle>
      <MarketViews
        {...{ market: Market, choice, go }}
        handed={isRepoHash(hash) ? <HandedRepo key={hash} hash={hash} /> : null}
        label={t("billDesk.views")}
        tabs={deskViews.map((each) => ({
          href: deskPath(each),
          label: t(`billDesk.view_${each}`),
          isCurrent: each === view,
        }))}
        opensOffers={view !== "repos"}
      >
        {view === "repos" ? <ReposView account={address} /> : null}
      </MarketViews>
    </>
  );
}
