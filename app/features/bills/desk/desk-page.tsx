"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { buttonClass, PageTitle, Skeleton } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { isOfferHash } from "@/features/receivables/quotes/offer-hash";
import { ViewTabs } from "@/features/receivables/quotes/view-tabs";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useInAddress } from "@/lib/use-in-address";
import { deskChoiceOf, deskHome, deskPath, deskViews } from "./desk-choice";
import { isRepoHash } from "./repos/repo-hash";

// The views are those of offers for receivables, in another market; each is loaded when it is looked at.
const loading = () => <Skeleton className="h-96" />;
const Market = dynamic(() => import("./bills-market").then((module) => module.BillsMarket), { ssr: false, loading });
const SellView = dynamic(() => import("@/features/receivables/quotes/sell/sell-view").then((m) => m.SellView), {
  ssr: false,
  loading,
});
const BuyView = dynamic(() => import("@/features/receivables/quotes/buy/buy-view").then((m) => m.BuyView), {
  ssr: false,
  loading,
});
const StandingView = dynamic(
  () => import("@/features/receivables/quotes/standing/standing-view").then((m) => m.StandingView),
  { ssr: false, loading },
);
const ReposView = dynamic(() => import("./repos/repos-view").then((module) => module.ReposView), {
  ssr: false,
  loading,
});
const HandedRepo = dynamic(() => import("./repos/handed-repo").then((module) => module.HandedRepo), { ssr: false });
const HandedOffer = dynamic(() => import("@/features/receivables/quotes/handed-offer").then((m) => m.HandedOffer), {
  ssr: false,
});
const OpenOffer = dynamic(() => import("@/features/receivables/quotes/open-offer").then((m) => m.OpenOffer), {
  ssr: false,
});

/** Offers for bills: to sell into, to buy from, standing ones, and sales with buy-back. */
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
      {isOfferHash(hash) ? (
        <Market>
          <HandedOffer key={hash} hash={hash} account={address} />
        </Market>
      ) : null}
      {isRepoHash(hash) ? <HandedRepo key={hash} hash={hash} /> : null}
      <ViewTabs
        label={t("billDesk.views")}
        views={deskViews.map((each) => ({
          href: deskPath(each),
          label: t(`billDesk.view_${each}`),
          isCurrent: each === view,
        }))}
      />
      <Market>
        <div className="grid grid-cols-1 gap-10">
          {view === "sell" ? (
            address ? (
              <SellView key={address} account={address} choice={choice} go={go} />
            ) : (
              <ConnectPrompt />
            )
          ) : null}
          {view === "buy" ? <BuyView account={address} /> : null}
          {view === "standing" ? <StandingView key={address} account={address} choice={choice} go={go} /> : null}
          {view === "repos" ? <ReposView account={address} /> : null}
          {view === "repos" ? null : <OpenOffer />}
        </div>
      </Market>
    </>
  );
}
