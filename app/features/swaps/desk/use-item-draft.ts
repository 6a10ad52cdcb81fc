"use client";

import { useState } from "react";
import { type Address, zeroAddress } from "viem";
import type { SwapChain } from "../shared/use-chains";
import { type ItemSide, useItem } from "../shared/use-item";
import { emptyItem, type ItemState, itemIn, itemState, type TypedItem } from "./item-draft";

/** A token that is being named, and how it stands. */
export interface ItemDraft {
  readonly typed: TypedItem;
  readonly change: (typed: TypedItem) => void;
  readonly side: ItemSide;
  readonly state: ItemState;
  /** Who has it, and what its contract calls itself, where that is known. */
  readonly owner: Address | undefined;
  readonly name: string;
}

/** Names a token on a chain, and looks at what both chains say of it. */
export function useItemDraft(
  chain: SwapChain | undefined,
  other: SwapChain | undefined,
  { account, isGiven, chosen }: { account: Address; isGiven: boolean; chosen?: ItemSide | undefined },
): ItemDraft {
  const [typed, change] = useState(emptyItem);
  const found = chosen?.asset ?? itemIn(typed);
  const [chainId, otherId] = [chain?.network.chainId ?? 0, other?.network.chainId ?? 0];
  const asset = {
    kind: "erc721",
    token: zeroAddress,
    tokenId: 0n,
    ...(typeof found === "object" ? found : {}),
  } as const;
  const side: ItemSide = { chainId, asset };
  const isNamed = typeof found === "object";
  const { data, isError } = useItem(isNamed ? side : undefined);
  const isMissing = data?.fault === "no-contract";
  const elsewhere = useItem(isMissing ? { chainId: otherId, asset } : undefined);
  const isElsewhere = isMissing && elsewhere.data !== undefined && elsewhere.data.fault !== "no-contract";
  const state = isNamed ? itemState({ info: data, isDown: isError, isElsewhere, account, isGiven }) : found;
  const [owner, name] = data && !data.fault ? [data.owner, data.name] : [undefined, ""];
  return { typed, change, side, state, owner, name };
}
