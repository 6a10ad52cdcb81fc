"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useInAddress } from "@/lib/use-in-address";
import { quotesChoiceOf, quotesHome, quotesPath, views } from "./choice";
import { MarketViews } from "./market-views";

const loading = () => <Skeleton className="h-96" />;
const Market = dynamic(() => import("./receivables-market").then((module) => module.ReceivablesMarket), {
  ssr: false,
  loading,
});
const AdvancesView = dynamic(() => import("./advances/advances-view").then((module) => module.AdvancesView), {
  ssr: false,
  loading,
});

/** Offers for lots: to sell into, to buy from, standing ones, and advances under way. */
export function QuotesPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { parameters, go } = useInAddress(quotesHome);
  const choice = quotesChoiceOf(parameters);
  const { view } = choice;
  return (
    <>
      <PageTitle title={t("quotes.title")} lead={t("quotes.lead")} />
      <MarketViews
        {...{ market: Market, choice, go }}
        label={t("quotes.views")}
        tabs={views.map((each) => ({
          href: quotesPath(each),
          label: t(`quotes.view_${each}`),
          isCurrent: each === view,
        }))}
        opensOffers
      >
        {view === "advances" ? address ? <AdvancesView key={address} account={address} /> : <ConnectPrompt /> : null}
      </MarketViews>
    </>
  );
}
