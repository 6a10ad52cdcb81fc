"use client";

import { indexedBills } from "@tallystick/sdk/indexer/bills";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { useIndexer } from "@/lib/reader";

/** States of bills that may have been accepted. */
const statuses = [
  "accepted",
  "partAccepted",
  "presented",
  "partPaid",
  "paid",
  "dishonoured",
  "protested",
  "discharged",
] as const;

const ACCEPTED = 1;

/** Bills that an account accepted, the newest first. */
export function useAcceptedBills(acceptor: Address) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  return useInfiniteQuery({
    queryKey: ["accepted-bills", chainId, acceptor],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => {
      const filter = { chainId, party: acceptor, role: "drawee", statuses } as const;
      const page = await indexedBills(indexer, filter, { limit: 10, after: pageParam });
      // One that was presented or dishonoured may never have been.
      return { ...page, items: page.items.filter(({ flags }) => (flags & ACCEPTED) !== 0) };
    },
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
}
