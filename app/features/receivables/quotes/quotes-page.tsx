"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useInAddress } from "@/lib/use-in-address";
import { quotesChoiceOf, quotesHome, quotesPath, views } from "./choice";
import { isOfferHash } from "./offer-hash";
import { ViewTabs } from "./view-tabs";

// Each view, and what opens a link, is loaded when it is looked at.
const loading = () => <Skeleton className="h-96" />;
const Market = dynamic(() => import("./receivables-market").then((module) => module.ReceivablesMarket), {
  ssr: false,
  loading,
});
const SellView = dynamic(() => import("./sell/sell-view").then((module) => module.SellView), { ssr: false, loading });
const BuyView = dynamic(() => import("./buy/buy-view").then((module) => module.BuyView), { ssr: false, loading });
const StandingView = dynamic(() => import("./standing/standing-view").then((module) => module.StandingView), {
  ssr: false,
  loading,
});
const AdvancesView = dynamic(() => import("./advances/advances-view").then((module) => module.AdvancesView), {
  ssr: false,
  loading,
});
const HandedOffer = dynamic(() => import("./handed-offer").then((module) => module.HandedOffer), { ssr: false });
const OpenOffer = dynamic(() => import("./open-offer").then((module) => module.OpenOffer), { ssr: false });

/** Offers for lots: to sell into, to buy from, standing ones, and advances under way. */
export function QuotesPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { parameters, go } = useInAddress(quotesHome);
  const choice = quotesChoiceOf(parameters);
  const { view } = choice;
  const hash = useHash();
  return (
    <>
      <PageTitle title={t("quotes.title")} lead={t("quotes.lead")} />
      {isOfferHash(hash) ? (
        <Market>
          <HandedOffer key={hash} hash={hash} account={address} />
        </Market>
      ) : null}
      <ViewTabs
        label={t("quotes.views")}
        views={views.map((each) => ({
          href: quotesPath(each),
          label: t(`quotes.view_${each}`),
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
          {view === "advances" ? address ? <AdvancesView key={address} account={address} /> : <ConnectPrompt /> : null}
          <OpenOffer />
        </div>
      </Market>
    </>
  );
}
