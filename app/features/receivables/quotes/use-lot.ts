"use client";

import type { IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import { bids, lots, receivable } from "@tallystick/sdk/indexer/instruments";
import { claimOf } from "@tallystick/sdk/instruments/receivableState";
import type { ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import { useQuery } from "@tanstack/react-query";
import { useNetwork } from "@/components/config";
import { useIndexer, useReader } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import type { KnownBid } from "./comparison";
import { bidOfRow } from "./offers";

/** A lot, and the terms of its receivable, which every act with it takes. */
export interface LotView {
  readonly lot: IndexedLot;
  readonly terms: ReceivableTerms;
}

const every = 15_000;

/** A lot as the indexer knows it; null: there is none, or no longer. */
export function useLot(id: bigint | undefined) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["lot", chainId, String(id)],
    enabled: isKnown && id !== undefined,
    refetchInterval: every,
    queryFn: async (): Promise<LotView | null> => {
      const [lot] = (await lots(indexer, chainId, { ids: [id ?? 0n], now }, { limit: 1 })).items;
      const terms = lot && (await receivable(indexer, chainId, lot.receivable, { now }));
      return lot && terms ? { lot, terms } : null;
    },
  });
}

/** All that a sale of a lot depends on, from the chain: what is signed is reckoned by it. */
export function useClaim({ lot, terms }: LotView) {
  const reader = useReader();
  return useQuery({
    queryKey: ["claim", reader.network.chainId, String(lot.id)],
    queryFn: () => claimOf(reader, terms, lot.inner),
    refetchInterval: every,
  });
}

/** No lot has so many good offers that more would help to choose. */
const mostBids = 300;

/** Posted offers that may fit a lot, with how much of each is used. */
export function useBidsFor(lot: IndexedLot) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now } = useChainClock();
  const { id, debtor, token, holder } = lot;
  return useQuery({
    queryKey: ["bids-for", chainId, String(id), holder],
    refetchInterval: every,
    queryFn: async () => {
      const found: KnownBid[] = [];
      let after: string | undefined;
      do {
        const filter = { lot: id, debtor, token, seller: holder, alive: true, now };
        const page = await bids(indexer, chainId, filter, { limit: 100, after });
        found.push(...page.items.map((row) => ({ bid: bidOfRow(row), signature: "0x" as const, filled: row.filled })));
        after = page.next;
      } while (after !== undefined && found.length < mostBids);
      return found;
    },
  });
}
