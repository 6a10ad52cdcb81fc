"use client";

import type { Reader } from "@tallystick/sdk/chain/actor";
import { itemInfo } from "@tallystick/sdk/swaps/items";
import type { Asset } from "@tallystick/sdk/swaps/lock";
import { assetKey } from "@tallystick/sdk/swaps/orderWire";
import { useQuery } from "@tanstack/react-query";
import type { Side } from "../desk/quotes";
import { chainIn, useSwapChains } from "./use-chains";

/** A single token on a chain. */
export type Item = Extract<Asset, { kind: "erc721" }>;
export type ItemSide = Side & { readonly asset: Item };

/** The side, if it is of a single token. */
export function asItem(side: Side | undefined): ItemSide | undefined {
  return side?.asset.kind === "erc721" ? { ...side, asset: side.asset } : undefined;
}

/** How what a contract says of a token is asked for, and kept for whoever else asks. */
export function itemQuery(reader: Reader | undefined, side: ItemSide | undefined) {
  return {
    queryKey: ["swap-item", side && assetKey(side)],
    enabled: reader !== undefined && side !== undefined,
    staleTime: 5_000,
    retry: 1,
    queryFn: () => {
      if (!reader || !side) throw new TypeError("There is nothing to ask.");
      return itemInfo(reader, side.asset.token, side.asset.tokenId);
    },
  } as const;
}

/** What a token's contract says of it now. */
export function useItem(side: ItemSide | undefined) {
  const chains = useSwapChains();
  const reader = side && chainIn(chains, side.chainId)?.reader;
  return useQuery({ ...itemQuery(reader, side), refetchInterval: 10_000 });
}
