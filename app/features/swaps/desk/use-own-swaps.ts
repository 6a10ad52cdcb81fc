"use client";

import { indexedSwaps, type SwapChoice } from "@tallystick/sdk/indexer/swaps";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { type SwapNow, swapNow } from "../one/use-swap";
import { useChainTimes } from "../shared/chain-times";
import { useKnownOrders } from "../shared/known-orders";
import { firstLocksOf, headsOf, readSwap, type SwapFound } from "../shared/read-locks";
import { type SwapChain, useSwapChains } from "../shared/use-chains";
import { foundIn, type WhyLogs, whyLogs } from "./indexed";
import { isShown, type Shown } from "./shown";

/** Swaps of a page of the list. */
const atOnce = 20;
const mostOpen = 100;
/** Before the place in what has ended, where both are listed. */
const ended = "ended:";
const often = { list: 5_000, source: 15_000 } as const;

/** A part of a list, and where the next begins. */
interface Part {
  readonly swaps: readonly SwapFound[];
  readonly total: number;
  readonly next: string | undefined;
}

/** The indexer of the site: one has all chains, or it is not asked. */
const indexerOf = (chains: readonly SwapChain[]): string => chains[0]?.network.indexer ?? "";

/** What is under way comes first, by long pages, since strangers may make locks for anybody; then what has ended. */
async function indexedPart(
  chains: readonly SwapChain[],
  account: Address,
  shown: Shown,
  after: string | undefined,
): Promise<Part> {
  const ask = (state: SwapChoice["state"], choice: SwapChoice) =>
    indexedSwaps({ indexer: indexerOf(chains) }, account, { state, ...choice });
  const isOpen = shown === "all" && !after?.startsWith(ended);
  const [open, page, heads] = await Promise.all([
    isOpen ? ask("open", { limit: mostOpen, after }) : undefined,
    ask(shown === "all" ? "ended" : shown, { limit: atOnce, after: isOpen ? undefined : after?.replace(ended, "") }),
    headsOf(chains),
  ]);
  const isMoreOpen = open?.next !== undefined;
  const items = [...(open?.items ?? []), ...(isMoreOpen ? [] : page.items)];
  const swaps = items.flatMap(({ locks }) => foundIn(locks, account, chains, heads) ?? []);
  const total = page.totalCount + (open?.totalCount ?? 0);
  return { swaps, total, next: open?.next ?? (page.next && (shown === "all" ? ended : "") + page.next) };
}

async function loggedPart(chains: readonly SwapChain[], account: Address, after: string | undefined): Promise<Part> {
  const ids = await firstLocksOf(chains, account);
  const from = Number(after ?? 0);
  const swaps = await Promise.all(ids.slice(from, from + atOnce).map((id) => readSwap(chains, id)));
  const next = from + atOnce < ids.length ? String(from + atOnce) : undefined;
  return { swaps: swaps.filter((swap) => swap !== null), total: ids.length, next };
}

/** Swaps of an account, and where they were found. */
export interface OwnSwaps {
  readonly found: ReturnType<typeof useParts>;
  readonly swaps: readonly SwapNow[];
  /** Why they come from the chains' logs; undefined: they come from the indexer. */
  readonly why: WhyLogs | undefined;
}

/**
 * Swaps of an account: of the indexer where it is up to date, else of the logs that name the account, which are there on any
 * device whoever else is down. Either way a swap is acted on by its own page alone, which asks the chains.
 */
export function useOwnSwaps(account: Address, shown: Shown): OwnSwaps {
  const chains = useSwapChains();
  const orders = useKnownOrders();
  const nowOn = useChainTimes();
  const source = useQuery({
    queryKey: ["swaps-source", chains.map(({ network }) => network.chainId)],
    refetchInterval: often.source,
    queryFn: async () => (await whyLogs(indexerOf(chains), chains)) ?? null,
  });
  const isIndexed = source.data === null;
  const indexed = useParts("index", account, shown, isIndexed, (after) => indexedPart(chains, account, shown, after));
  // It may have gone away since it was looked at.
  const why = isIndexed ? (indexed.error ? "down" : undefined) : (source.data ?? undefined);
  const logged = useParts("logs", account, "all", why !== undefined, (after) => loggedPart(chains, account, after));
  const found = why === undefined ? indexed : logged;
  const swaps = (found.data?.pages ?? [])
    .flatMap((part) => part.swaps)
    .flatMap((swap) => swapNow(swap, chains, orders, account, nowOn) ?? [])
    // An indexer was asked for what fits.
    .filter(({ step }) => why === undefined || isShown(step.phase, shown));
  return { found, swaps, why };
}

function useParts(
  from: "index" | "logs",
  account: Address,
  shown: Shown,
  enabled: boolean,
  read: (after: string | undefined) => Promise<Part>,
) {
  return useInfiniteQuery({
    queryKey: ["own-swaps", from, account, shown],
    enabled,
    retry: from === "index" ? 0 : 1,
    refetchInterval: often.list,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => read(pageParam),
    getNextPageParam: ({ next }) => next,
  });
}
