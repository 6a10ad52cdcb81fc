"use client";

import { billRepoOffers, billRepos, type IndexedRepoOffer } from "@tallystick/sdk/indexer/bills";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import type { SaleLot } from "@/features/receivables/quotes/market";
import { useIndexer } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import type { KnownRepoOffer } from "./use-kept-repos";

const every = 15_000;

/** The offer that the indexer's row tells of; the contract knows it by its hash. */
export function repoOfRow(row: IndexedRepoOffer): KnownRepoOffer {
  const { buyer, seller, token, lot, debtor, limit, rateBps, haircutBps, lastDay, deadline, salt, filled } = row;
  const offer = { buyer, seller, token, lot, debtor, limit, rateBps, haircutBps, lastDay, deadline, salt };
  return { offer, signature: "0x", filled };
}

/** Posted offers that may fit a lot. */
export function useReposFor({ id, debtor, token, holder }: SaleLot) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["repos-for", chainId, String(id), holder],
    enabled: isKnown,
    refetchInterval: every,
    queryFn: async () => {
      const filter = { lot: id, debtor, token, seller: holder, alive: true, now };
      return (await billRepoOffers(indexer, chainId, filter, { limit: 100 })).items.map(repoOfRow);
    },
  });
}

/** Posted offers that stand: of one account, or of all. */
export function useRepoOffers(maker: Address | undefined) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useInfiniteQuery({
    queryKey: ["repo-offers", chainId, maker],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      billRepoOffers(indexer, chainId, { maker, alive: true, now }, { limit: 20, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: every,
  });
}

/** Repos of an account as buyer or as seller, the newest first. */
export function useRepos(role: "buyer" | "seller", account: Address) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  return useInfiniteQuery({
    queryKey: ["repos", chainId, role, account],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => billRepos(indexer, chainId, { [role]: account }, { limit: 10, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: every,
  });
}
