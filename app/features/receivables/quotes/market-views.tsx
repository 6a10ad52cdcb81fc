"use client";

import dynamic from "next/dynamic";
import type { ComponentType, ReactNode } from "react";
import { Skeleton } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import type { Go } from "@/lib/use-in-address";
import type { LotChoice } from "./choice";
import { isOfferHash } from "./offer-hash";
import { ViewTabs } from "./view-tabs";

// Each view, and what opens a link, is loaded when it is looked at.
const loading = () => <Skeleton className="h-96" />;
const SellView = dynamic(() => import("./sell/sell-view").then((module) => module.SellView), { ssr: false, loading });
const BuyView = dynamic(() => import("./buy/buy-view").then((module) => module.BuyView), { ssr: false, loading });
const StandingView = dynamic(() => import("./standing/standing-view").then((module) => module.StandingView), {
  ssr: false,
  loading,
});
const HandedOffer = dynamic(() => import("./handed-offer").then((module) => module.HandedOffer), { ssr: false });
const OpenOffer = dynamic(() => import("./open-offer").then((module) => module.OpenOffer), { ssr: false });

interface Props {
  readonly market: ComponentType<{ children: ReactNode }>;
  /** What a link brought of the market's own, in the place of an offer. */
  readonly handed?: ReactNode;
  readonly label: string;
  readonly tabs: Parameters<typeof ViewTabs>[0]["views"];
  readonly choice: LotChoice & { readonly view: string };
  readonly go: Go;
  /** A view of the market's own. */
  readonly children: ReactNode;
  /** Whether offers that were sent are opened below the view. */
  readonly opensOffers: boolean;
}

/** A market's page below its title: an offer that a link brought, and the views that all markets have. */
export function MarketViews({ market: Market, choice, go, ...props }: Props) {
  const { address } = useAccount();
  const hash = useHash();
  const { view } = choice;
  return (
    <>
      {isOfferHash(hash) ? (
        <Market>
          <HandedOffer key={hash} hash={hash} account={address} />
        </Market>
      ) : null}
      {props.handed}
      <ViewTabs label={props.label} views={props.tabs} />
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
          {props.children}
          {props.opensOffers ? <OpenOffer /> : null}
        </div>
      </Market>
    </>
  );
}
