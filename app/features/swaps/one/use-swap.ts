"use client";

import type { SignedOrder } from "@tallystick/sdk/swaps/order";
import type { Step } from "@tallystick/sdk/swaps/swapState";
import { useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { useChainTimes } from "../shared/chain-times";
import { useKnownOrders } from "../shared/known-orders";
import { orderFor } from "../shared/order-notes";
import { readSwap, type SwapFound } from "../shared/read-locks";
import { type SwapChain, useSwapChains } from "../shared/use-chains";
import { type Known, type LegFound, stepOf, viewerOf } from "./swap-of";
import type { Viewer } from "./telling";

/** A swap as it stands, for who looks at it. */
export interface SwapNow {
  readonly known: Known;
  readonly viewer: Viewer;
  /** What the state machine says. */
  readonly step: Step;
  /** The second lock, if there is one: the one that the machine looks at, else the first of its hash. */
  readonly second: LegFound | undefined;
  /** Unix second of the chains. */
  readonly now: number;
}

/** Finds a swap, and steps it by what both chains say now. */
export function useSwap(id: Hex, account: Address | undefined) {
  const chains = useSwapChains();
  const nowOn = useChainTimes();
  const isLocal = chains.every(({ network }) => network.isLocal);
  const found = useQuery({
    queryKey: ["swap", id],
    refetchInterval: isLocal ? 1_000 : 6_000,
    queryFn: () => readSwap(chains, id),
  });
  const orders = useKnownOrders();
  const swap = found.data ? swapNow(found.data, chains, orders, account, nowOn) : undefined;
  return { found, swap };
}

/** The swap's order among those known, and both chains' state as the machine takes it. */
export function swapNow(
  { first, others, heads }: SwapFound,
  chains: readonly SwapChain[],
  orders: readonly SignedOrder[],
  account: Address | undefined,
  nowOn: (chainId: number) => number,
): SwapNow | undefined {
  const order = orderFor(first.lock.salt, orders)?.order;
  const otherId = others[0]?.network.chainId ?? order?.gives.chainId;
  const other = chains.find(({ network }) =>
    otherId === undefined ? network.chainId !== first.network.chainId : network.chainId === otherId,
  );
  if (!other) return undefined;
  const known: Known = { first, others, other, order };
  const viewer = viewerOf(known, account);
  const stepped = stepOf(known, viewer, heads);
  const now = Math.max(nowOn(first.network.chainId), nowOn(other.network.chainId));
  return { known, viewer, step: stepped.step, second: stepped.second ?? others[0], now };
}
