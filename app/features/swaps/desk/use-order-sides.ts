"use client";

import { assetKey } from "@tallystick/sdk/swaps/orderWire";
import { useState } from "react";
import type { Address } from "viem";
import { useLanguage } from "@/i18n/context";
import { useAssetWords } from "../shared/asset-words";
import { type SwapChain, useSwapChains } from "../shared/use-chains";
import { sidesOf } from "./balances";
import { useOwnItems, useOwnLots } from "./own-things";
import type { Side } from "./quotes";
import { type ItemDraft, useItemDraft } from "./use-item-draft";

/** The choice of a single token that is named by its contract and number. */
const byNumber = "item";

/** One side of an order that is being made. */
export interface SideChoice {
  /** What is chosen; undefined where its chain is not there. */
  readonly side: Side | undefined;
  /** Units of a lot, which goes whole. */
  readonly units: bigint | undefined;
  /** The single token that is chosen, and whether it is named by hand. */
  readonly item: ItemDraft | undefined;
  readonly isTyped: boolean;
  /** For the field to choose by. */
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly hint: string | undefined;
  readonly choose: (key: string) => void;
}

/** What an order is made over: on which chain is given, what, and what is wanted on the other. */
export function useOrderSides(account: Address) {
  const chains = useSwapChains();
  const [givesOn, setGivesOn] = useState(chains[0]?.network.chainId);
  const from = chains.find(({ network }) => network.chainId === givesOn) ?? chains[0];
  const to = chains.find(({ network }) => network.chainId !== from?.network.chainId);
  const give = useGive(from, to, account);
  const want = useWant(to, from, account);
  const giveOn = (chainId: number) => {
    setGivesOn(chainId);
    give.choose("");
    want.choose("");
  };
  return { chains, from, to, give, want, giveOn };
}

/** Money, a lot or data set of one's own, or any token that one names. */
function useGive(chain: SwapChain | undefined, other: SwapChain | undefined, account: Address): SideChoice {
  const { t } = useLanguage();
  const [key, choose] = useState("");
  const sides = chain ? sidesOf(chain) : [];
  const say = useAssetWords(sides);
  const [lots, items] = [useOwnLots(chain, account), useOwnItems(chain, account)];
  const isIt = ({ side }: { readonly side: Side }) => assetKey(side) === key;
  const [lot, own] = [lots.find(isIt), items.find(isIt)];
  const item = useItemDraft(chain, other, { account, isGiven: true, chosen: own?.side });
  const isTyped = key === byNumber;
  const isItem = isTyped || own !== undefined;
  const money = sides.find((side) => isIt({ side })) ?? sides[0];
  const side = isItem ? item.side : (lot?.side ?? money);
  return {
    ...{ side, units: lot?.units, item: isItem ? item : undefined, isTyped, choose },
    value: isTyped || !side ? byNumber : assetKey(side),
    options: [
      ...sides.map((each) => ({ value: assetKey(each), label: say.what(each) })),
      ...[...lots, ...items].map((each) => ({ value: assetKey(each.side), label: each.label })),
      { value: byNumber, label: t("swaps.itemByNumber") },
    ],
    hint: lot ? t("swaps.lotWhole") : isItem ? t("swaps.itemWhole") : undefined,
  };
}

/** Money, or any token that one names. */
function useWant(chain: SwapChain | undefined, other: SwapChain | undefined, account: Address): SideChoice {
  const { t } = useLanguage();
  const [key, choose] = useState("");
  const sides = chain ? sidesOf(chain) : [];
  const say = useAssetWords(sides);
  const item = useItemDraft(chain, other, { account, isGiven: false });
  const isTyped = key === byNumber;
  const money = sides.find((side) => assetKey(side) === key) ?? sides[1] ?? sides[0];
  const side = isTyped ? item.side : money;
  return {
    ...{ side, units: undefined, item: isTyped ? item : undefined, isTyped, choose },
    value: isTyped || !side ? byNumber : assetKey(side),
    options: [
      ...sides.map((each) => ({ value: assetKey(each), label: say.what(each) })),
      { value: byNumber, label: t("swaps.itemByNumber") },
    ],
    hint: isTyped ? t("swaps.itemWhole") : undefined,
  };
}
