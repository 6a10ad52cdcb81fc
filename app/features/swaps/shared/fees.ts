"use client";

import type { Asset } from "@tallystick/sdk/swaps/lock";
import type { Order } from "@tallystick/sdk/swaps/order";
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "@/i18n/context";
import { formatAmount } from "@/lib/format";
import type { SwapChain } from "./use-chains";

/** Gas of a lock and of a claim, about: what `npm run bench` measures, and what tokens take besides. */
const gasOf: Readonly<Record<Asset["kind"], { readonly lock: bigint; readonly claim: bigint }>> = {
  native: { lock: 70_000n, claim: 55_000n },
  erc20: { lock: 120_000n, claim: 65_000n },
  erc721: { lock: 125_000n, claim: 75_000n },
  erc6909: { lock: 260_000n, claim: 120_000n },
};

/** What a swap costs its taker in fees, in words; undefined: the chains have not said. */
export function useFees(from: SwapChain, to: SwapChain, order: Pick<Order, "gives" | "wants">) {
  const { locale } = useLanguage();
  const { data } = useQuery({
    queryKey: ["swap-fees", from.network.chainId, to.network.chainId],
    refetchInterval: 30_000,
    queryFn: () => Promise.all([from, to].map(({ reader }) => reader.client.getGasPrice())),
  });
  if (!data) return undefined;
  const [here = 0n, there = 0n] = data;
  const words = (wei: bigint) => `${formatAmount(rounded(wei), 18, locale)} ETH`;
  return {
    lock: words(gasOf[order.wants.asset.kind].lock * here),
    claim: words(gasOf[order.gives.asset.kind].claim * there),
    chain: from.network.name,
    other: to.network.name,
  };
}

/** Two digits are all that an estimate is good for; rounded up. */
function rounded(wei: bigint): bigint {
  const unit = 10n ** BigInt(Math.max(0, String(wei).length - 2));
  return ((wei + unit - 1n) / unit) * unit;
}
