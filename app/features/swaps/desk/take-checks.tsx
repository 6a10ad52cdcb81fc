"use client";

import { fillFaults } from "@tallystick/sdk/swaps/fills";
import type { Address } from "viem";
import { Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { AccountKind } from "../shared/account-kind";
import { AccountWarning } from "../shared/account-warning";
import { useAssetWords } from "../shared/asset-words";
import { TokenWarning } from "../shared/token-warning";
import { useAccountKind } from "../shared/use-account-kind";
import { useBalances } from "../shared/use-balances";
import type { SwapChain } from "../shared/use-chains";
import { useIsRelayed } from "../shared/use-ending";
import type { Way } from "../shared/use-locking";
import { pairOf, type Quote } from "./quotes";
import { useMissing } from "./use-missing";
import { useOrderStanding } from "./use-orders";

interface About {
  readonly quote: Quote;
  readonly account: Address;
  readonly from: SwapChain;
  readonly to: SwapChain;
  readonly way: Way | undefined;
}

/** What speaks against taking an order now. */
export interface TakeChecks {
  readonly kind: AccountKind | undefined;
  /** A token that is not where it should be, in a sentence. */
  readonly missing: string | undefined;
  readonly faults: ReturnType<typeof useOrderStanding>["faults"];
  readonly isGone: boolean;
  /** What the account has, where that is not enough. */
  readonly tooFew: bigint | undefined;
  readonly isWithoutGas: boolean;
  readonly isWithoutGasThere: boolean;
  /** Nothing does, and everything is known that could. */
  readonly isClear: boolean;
}

const etherOn = ({ network }: SwapChain) => ({ chainId: network.chainId, asset: { kind: "native" } as const });

/** Looks at everything that speaks against taking an order now. */
export function useTakeChecks({ quote, account, from, to, way }: About): TakeChecks {
  const { signed } = quote.open;
  const { order } = signed;
  const { gives, gets } = pairOf(order);
  const [ether, etherThere] = [etherOn(from), etherOn(to)];
  const balanceOf = useBalances([gives, ether, etherThere], account);
  const balance = balanceOf(gives);
  const { filled, faults } = useOrderStanding(signed);
  const missing = useMissing({ gives, gets, account, maker: order.maker });
  const kind = useAccountKind(account, [from, to]);
  const isGone = filled !== undefined && fillFaults(order, quote.brings, filled).length > 0;
  const tooFew = balance !== undefined && balance < quote.brings ? balance : undefined;
  const isWithoutGas = balanceOf(ether) === 0n && way !== "relayed";
  const isAble = tooFew === undefined && !isWithoutGas && missing === undefined;
  const isSound = filled !== undefined && !isGone && faults.length === 0;
  const isReachable = kind === "key" || kind === "contract";
  return {
    ...{ kind, missing, faults, isGone, tooFew, isWithoutGas },
    isWithoutGasThere: balanceOf(etherThere) === 0n,
    isClear: isAble && isSound && isReachable,
  };
}

/** Says it. */
export function TakeNotices(props: Omit<About, "account" | "way"> & { checks: TakeChecks }) {
  const { t } = useLanguage();
  const { quote, from, to, checks } = props;
  const { kind, missing, faults, isGone, tooFew, isWithoutGas, isWithoutGasThere } = checks;
  const { gives, gets } = pairOf(quote.open.signed.order);
  const say = useAssetWords([gives]);
  const isRelayed = useIsRelayed();
  const [chain, other] = [from.network.name, to.network.name];
  return (
    <>
      <TokenWarning side={gets} />
      <TokenWarning side={gives} />
      {missing ? <Notice tone="bad">{missing}</Notice> : null}
      <AccountWarning {...{ kind, chain, other }} />
      {tooFew === undefined ? null : <Notice tone="warn">{t("swaps.tooMany", { balance: say(gives, tooFew) })}</Notice>}
      {isWithoutGas ? <Notice tone="warn">{t("swaps.noGas", { chain })}</Notice> : null}
      {isWithoutGasThere ? (
        <Notice tone={isRelayed(gets) ? "info" : "warn"}>
          {t(isRelayed(gets) ? "swaps.noGasLater" : "swaps.noGasToClaim", { chain: other })}
        </Notice>
      ) : null}
      {isGone ? <Notice tone="warn">{t("swaps.takenMeanwhile")}</Notice> : null}
      {faults.map((fault) => (
        <Notice key={fault} tone="bad">
          {t(`swaps.order_${fault}`)}
        </Notice>
      ))}
    </>
  );
}
