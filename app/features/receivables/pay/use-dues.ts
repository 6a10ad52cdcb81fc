"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { ageing, receivable, receivables } from "@tallystick/sdk/indexer/instruments";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { useIndexer } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { owing } from "../shared/status";

const pageSize = 20;
const every = 30_000;

/** Tokens that a debtor owes in. */
export function useOwedTokens(debtor: Address) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["owed-tokens", chainId, debtor],
    enabled: isKnown,
    queryFn: async () =>
      (await ageing(indexer, chainId, debtor, { now, side: "owed", limit: 100 })).items.map(({ token }) => token),
  });
}

/** What a debtor owes in a token, what is due first on top. */
export function useOwed(debtor: Address, token: Address) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useInfiniteQuery({
    queryKey: ["owed", chainId, debtor, token],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      receivables(
        indexer,
        chainId,
        { debtor, token, statuses: [...dueStatuses], now },
        { orderBy: "due", limit: pageSize, after: pageParam },
      ),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: every,
  });
}

/** The receivables that a link names, as far as this debtor owes on them. */
export function useNamed(debtor: Address, ids: readonly bigint[]) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["owed-named", chainId, debtor, ids.map(String)],
    enabled: isKnown,
    refetchInterval: every,
    queryFn: async (): Promise<readonly IndexedReceivable[]> => {
      const found = await Promise.all(ids.map((id) => receivable(indexer, chainId, id, { now })));
      return found.filter(
        (row): row is IndexedReceivable =>
          row !== undefined && row.debtor.toLowerCase() === debtor.toLowerCase() && isOwing(row),
      );
    },
  });
}

const dueStatuses = ["confirmed", "partPaid", "overdue", "defaulted"] as const;
const isOwing = ({ status }: IndexedReceivable) => owing.includes(status);
