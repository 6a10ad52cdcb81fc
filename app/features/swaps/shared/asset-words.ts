"use client";

import { type TokenInfo, tokenInfo } from "@tallystick/sdk/market/token";
import type { Asset } from "@tallystick/sdk/swaps/lock";
import { assetKey } from "@tallystick/sdk/swaps/orderWire";
import { useQueries } from "@tanstack/react-query";
import { type Address, numberToHex } from "viem";
import { useLanguage } from "@/i18n/context";
import { formatAmount, shortHex } from "@/lib/format";
import { printable } from "@/lib/printable";
import { chainIn, useSwapChains } from "./use-chains";
import { asItem, itemQuery } from "./use-item";

/** Ether, as tokens tell of themselves. */
const ether = { symbol: "ETH", decimals: 18 } as const;

type Unit = Pick<TokenInfo, "symbol" | "decimals">;

/** Something on a chain, in whatever amount. */
interface Side {
  readonly chainId: number;
  readonly asset: Asset;
}

/** What tokens of any of the chains say of themselves; undefined: nothing yet. */
export function useUnits(sides: readonly Side[]): (side: Side) => Unit | undefined {
  const chains = useSwapChains();
  const each = new Map(sides.map((side) => [assetKey(side), side]));
  const asked = [...each.values()].flatMap(({ chainId, asset }) => {
    const chain = chainIn(chains, chainId);
    return chain && asset.kind === "erc20" ? [{ chain, token: asset.token }] : [];
  });
  const infos = useQueries({
    queries: asked.map(({ chain, token }) => ({
      queryKey: ["token", chain.network.chainId, token],
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: () => tokenInfo(chain.reader, token),
    })),
    combine: (results) =>
      results.flatMap(({ data }, i) => (data ? [{ chainId: asked[i]?.chain.network.chainId, info: data }] : [])),
  });
  return ({ chainId, asset }) => {
    if (asset.kind === "native") return ether;
    if (asset.kind !== "erc20") return undefined;
    const isIt = (token: Address) => token.toLowerCase() === asset.token.toLowerCase();
    return infos.find((each) => each.chainId === chainId && isIt(each.info.address))?.info;
  };
}

/** Whether a token is one that this site knows: others say of themselves what they like. */
export function useIsKnown(): (side: Side) => boolean {
  const chains = useSwapChains();
  return ({ chainId, asset }) => {
    if (asset.kind === "native") return true;
    const known = chainIn(chains, chainId)?.network.deployment;
    const ours = [known?.eurx, known?.usdx, known?.lots, known?.market];
    return ours.some((token) => token?.toLowerCase() === asset.token.toLowerCase());
  };
}

/** Says what and how much of it; or what it is alone. */
export interface SayAsset {
  (side: Side, amount: bigint): string;
  readonly what: (side: Side) => string;
}

/** What contracts of single tokens call themselves; undefined: nothing yet, or nothing. */
function useItemNames(sides: readonly Side[]): (side: Side) => string | undefined {
  const chains = useSwapChains();
  const items = [...new Map(sides.map((side) => [assetKey(side), asItem(side)])).values()].filter(
    (item) => item !== undefined,
  );
  const names = useQueries({
    queries: items.map((item) => itemQuery(chainIn(chains, item.chainId)?.reader, item)),
    combine: (results) =>
      results.map(({ data }) => (data && !data.fault && data.name ? printable(data.name.slice(0, 24)) : undefined)),
  });
  return (side) => names[items.findIndex((item) => assetKey(item) === assetKey(side))];
}

/** Longer numbers are hashes: nobody reads their digits. */
const longestNumber = 10n ** 12n;

/** The number of a token, as one tells it from others. */
export function numberWords(tokenId: bigint): string {
  return tokenId < longestNumber ? String(tokenId) : shortHex(numberToHex(tokenId));
}

/** What is locked or offered, in words; lots by their units, which their page tells more of. */
export function useAssetWords(sides: readonly Side[]): SayAsset {
  const { t, locale } = useLanguage();
  const unitOf = useUnits(sides);
  const nameOf = useItemNames(sides);
  const item = (side: Side): string | undefined => {
    const { asset } = side;
    if (asset.kind === "native" || asset.kind === "erc20") return undefined;
    if (asset.kind === "erc6909") return t("swaps.asset_erc6909", { id: shortHex(numberToHex(asset.tokenId)) });
    const [id, name] = [numberWords(asset.tokenId), nameOf(side)];
    return name ? t("swaps.asset_named", { name, id }) : t("swaps.asset_erc721", { id });
  };
  const symbol = (unit: Unit | undefined) => (unit ? printable(unit.symbol.slice(0, 12)) : "…");
  const say = (side: Side, amount: bigint): string => {
    const unit = unitOf(side);
    return item(side) ?? (unit ? `${formatAmount(amount, unit.decimals, locale)} ${symbol(unit)}` : "…");
  };
  return Object.assign(say, { what: (side: Side) => item(side) ?? symbol(unitOf(side)) });
}
