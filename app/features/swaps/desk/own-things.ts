"use client";

import { lots } from "@tallystick/sdk/indexer/instruments";
import { ownedDatasets } from "@tallystick/sdk/indexer/market";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";
import { printable } from "@/lib/printable";
import { useLotWords } from "../shared/lot-facts";
import type { SwapChain } from "../shared/use-chains";
import type { ItemSide } from "../shared/use-item";
import type { Side } from "./quotes";

/** A lot that can be sold: whole. */
export interface OwnLot {
  readonly side: Side;
  readonly units: bigint;
  readonly label: string;
}

/** Lots of an account that may be sold, with what is open on each; none where the indexer does not answer. */
export function useOwnLots(chain: SwapChain | undefined, account: Address): readonly OwnLot[] {
  const { chainId = 0, indexer = "", deployment } = chain?.network ?? {};
  const { data } = useQuery({
    queryKey: ["swaps-own-lots", chainId, account],
    enabled: chain !== undefined,
    refetchInterval: 15_000,
    queryFn: async () =>
      (await lots({ indexer }, chainId, { holder: account, now: Math.floor(Date.now() / 1_000) }, { limit: 100 }))
        .items,
  });
  const token = deployment?.lots;
  const words = useLotWords(chainId, data ?? []);
  if (!data || !token) return [];
  return data.map((lot) => ({
    side: { chainId, asset: { kind: "erc6909", token, tokenId: lot.id } as const },
    units: BigInt(lot.units),
    label: words(lot),
  }));
}

/** A single token that the indexer knows to be an account's. */
export interface OwnItem {
  readonly side: ItemSide;
  readonly label: string;
}

/** Data sets of an account: single tokens that this house makes; none where the indexer does not answer. */
export function useOwnItems(chain: SwapChain | undefined, account: Address): readonly OwnItem[] {
  const { t } = useLanguage();
  const { chainId = 0, indexer = "", deployment } = chain?.network ?? {};
  const { data } = useQuery({
    queryKey: ["swaps-own-items", chainId, account],
    enabled: chain !== undefined,
    refetchInterval: 15_000,
    queryFn: async () => (await ownedDatasets({ indexer }, chainId, account, { limit: 100 })).items,
  });
  const token = deployment?.market;
  if (!data || !token) return [];
  return data.map(({ id, manifest }) => ({
    side: { chainId, asset: { kind: "erc721", token, tokenId: BigInt(id) } },
    label: t("swaps.itemOption", { title: printable(manifest?.title ?? shortHex(id)).slice(0, 60) }),
  }));
}
