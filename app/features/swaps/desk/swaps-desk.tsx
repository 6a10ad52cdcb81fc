"use client";

import { Notice } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import type { Go } from "@/lib/use-in-address";
import { Explanation } from "../shared/explanation";
import type { View } from "../shared/paths";
import { useSwapChains } from "../shared/use-chains";
import { Balances } from "./balances";
import { MakeView } from "./make-view";
import { MineView } from "./mine-view";
import { TakeView } from "./take-view";
import { Watchers } from "./watchers";

/** Orders to take, an own order to make, or one's swaps; beside them what one has and who watches. */
export function SwapsDesk(props: { view: View; parameters: URLSearchParams; go: Go }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const chains = useSwapChains();
  const { view, parameters, go } = props;
  if (chains.length < 2) return <Notice tone="warn">{t("swaps.notDeployed")}</Notice>;
  return (
    <div className="grid gap-10">
      <div className="grid grid-cols-1 items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          {view === "take" ? <TakeView account={address} parameters={parameters} go={go} /> : null}
          {view === "make" ? address ? <MakeView key={address} account={address} /> : <ConnectPrompt /> : null}
          {view === "mine" ? (
            address ? (
              <MineView key={address} account={address} parameters={parameters} go={go} />
            ) : (
              <ConnectPrompt />
            )
          ) : null}
        </div>
        <div className="grid gap-6">
          {address ? <Balances account={address} /> : null}
          <Watchers />
        </div>
      </div>
      {view === "take" ? <Explanation /> : null}
    </div>
  );
}
