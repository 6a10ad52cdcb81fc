"use client";

import type { Address } from "viem";
import { useLanguage } from "@/i18n/context";
import { chainIn, useSwapChains } from "../shared/use-chains";
import { asItem, useItem } from "../shared/use-item";
import { itemState } from "./item-draft";
import type { Side } from "./quotes";

/** Why a single token of an order can't be locked by who is to give it, in a sentence; undefined: nothing is known against it. */
export function useMissing(about: {
  readonly gives: Side;
  readonly gets: Side;
  readonly account: Address;
  readonly maker: Address;
}): string | undefined {
  const { t } = useLanguage();
  const { gives, gets, account, maker } = about;
  const chains = useSwapChains();
  const [given, got] = [asItem(gives), asItem(gets)];
  const own = useItem(given);
  const theirs = useItem(got);
  const chain = (side: Side) => ({
    chain: chainIn(chains, side.chainId)?.network.name ?? String(side.chainId),
    other: "",
  });
  if (given && own.data) {
    const state = itemState({ info: own.data, isDown: false, isElsewhere: false, account, isGiven: true });
    if (state !== "fine") return t(`swaps.item_${state}`, { ...chain(gives), owner: "" });
  }
  if (got && theirs.data) {
    const state = itemState({ info: theirs.data, isDown: false, isElsewhere: false, account: maker, isGiven: true });
    if (state === "not-yours") return t("swaps.itemNotTheirs");
    if (state !== "fine") return t(`swaps.item_${state}`, { ...chain(gets), owner: "" });
  }
  return undefined;
}
