"use client";

import { genesisHash } from "@tallystick/sdk/chain/genesis";
import {
  type Order,
  type SignedOrder,
  swapOrderHash,
  swapOrderTypedData,
  withdrawalTypedData,
} from "@tallystick/sdk/swaps/order";
import { type OrderFault, orderFaults } from "@tallystick/sdk/swaps/orderFaults";
import { orderFilled } from "@tallystick/sdk/swaps/orderFilled";
import { listSwapOrders, postSwapOrder, withdrawSwapOrders } from "@tallystick/sdk/swaps/orderRelay";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { useSign } from "@/lib/reader";
import { useChainTimes } from "../shared/chain-times";
import { noteOrder } from "../shared/order-notes";
import { chainIn, type SwapChain, useSwapChains } from "../shared/use-chains";
import { isOfThese } from "./of-these-chains";
import type { OpenOrder } from "./quotes";

/** This site's own list of orders; anybody may run another. */
export const relay = { url: "" } as const;

const every = 5_000;
/** Milliseconds for which a chain is taken for the same. */
const sameFor = 30_000;
/** As many as a relay gives at once. */
const atOnce = 200;

const readersOf = (chains: readonly SwapChain[]) => (chainId: number) => chainIn(chains, chainId)?.reader;

/** Open orders, each with its maker's signature checked here. */
export function useOrders(maker?: Address) {
  const chains = useSwapChains();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ["swap-orders", maker],
    refetchInterval: every,
    queryFn: async ({ signal }): Promise<readonly OpenOrder[]> => {
      const wish = maker ? { maker } : {};
      const [page, ...firsts] = await Promise.all([
        listSwapOrders(relay, readersOf(chains), wish, { limit: atOnce }, { signal }),
        ...chains.map(({ network: { chainId }, reader }) =>
          queries
            .fetchQuery({
              queryKey: ["genesis", chainId],
              staleTime: sameFor,
              queryFn: () => genesisHash(reader.client),
            })
            .then((hash) => [chainId, hash] as const)
            .catch(() => undefined),
        ),
      ]);
      const here = new Map(firsts.filter((first) => first !== undefined));
      const orders = page.orders.filter(({ order }) => isOfThese(order, page.chains, here));
      return orders.map(({ hash, ...signed }) => ({ hash, signed, filled: 0n }));
    },
  });
}

/** How an order stands before it is taken. */
export interface OrderStanding {
  /** What others have brought of it, in base units of `wants`; undefined: the chain has not said. */
  readonly filled: bigint | undefined;
  /** What is wrong with it, whoever signed it. */
  readonly faults: readonly OrderFault[];
}

/** Looks at an order as at something that a stranger wrote, and at what the chain says is taken of it. */
export function useOrderStanding({ order }: SignedOrder): OrderStanding {
  const chains = useSwapChains();
  const nowOn = useChainTimes();
  const hash = swapOrderHash(order);
  const { data } = useQuery({
    queryKey: ["swap-filled", hash],
    refetchInterval: every,
    queryFn: async () => {
      const chain = chainIn(chains, order.wants.chainId);
      return chain ? orderFilled(chain.reader, order) : null;
    },
  });
  const faults = orderFaults(order, {
    now: BigInt(nowOn(order.wants.chainId)),
    chains: (chainId) => {
      const chain = chainIn(chains, chainId);
      return chain && { hashLock: chain.hashLock, timing: chain.network };
    },
  });
  return { filled: data ?? undefined, faults };
}

/** Signs an order and posts it at this site's list. */
export function usePosting(): (order: Order) => Promise<void> {
  const sign = useSign();
  const queries = useQueryClient();
  return async (order) => {
    const signed = { order, signature: await sign(swapOrderTypedData(order)) };
    await postSwapOrder(relay, signed);
    noteOrder(localStorage, signed);
    await queries.invalidateQueries({ queryKey: ["swap-orders"] });
  };
}

/** Signs that orders of a number are withdrawn, and tells this site's list. */
export function useWithdrawing(): (maker: Address, nonce: bigint) => Promise<readonly Hex[]> {
  const sign = useSign();
  const queries = useQueryClient();
  return async (maker, nonce) => {
    const withdrawal = { maker, nonce };
    const gone = await withdrawSwapOrders(relay, {
      withdrawal,
      signature: await sign(withdrawalTypedData(withdrawal)),
    });
    await queries.invalidateQueries({ queryKey: ["swap-orders"] });
    return gone;
  };
}
