"use client";

import { useQuery } from "@tanstack/react-query";
import { useNetwork } from "@/components/config";
import { useChainClock } from "@/lib/use-chain-now";
import type { KnownBid } from "./comparison";
import { type SaleLot, type SaleView, useMarket } from "./market";
import { bidOfRow } from "./offers";

const every = 15_000;

/** A lot as its market knows it; null: there is none, or no longer. */
export function useLot(id: bigint | undefined) {
  const { chainId } = useNetwork();
  const { family, lot } = useMarket();
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["lot", chainId, family, String(id)],
    enabled: isKnown && id !== undefined,
    refetchInterval: every,
    queryFn: () => lot(id ?? 0n, now),
  });
}

/** All that a sale of a lot depends on, from the chain: what is signed is reckoned by it. */
export function useClaim({ lot, claim }: SaleView) {
  const { chainId } = useNetwork();
  return useQuery({ queryKey: ["claim", chainId, String(lot.id)], queryFn: claim, refetchInterval: every });
}

/** No lot has so many good offers that more would help to choose. */
const mostBids = 300;

/** Posted offers that may fit a lot, with how much of each is used. */
export function useBidsFor(lot: SaleLot) {
  const { chainId } = useNetwork();
  const { family, bids } = useMarket();
  const { now } = useChainClock();
  const { id, debtor, token, holder } = lot;
  return useQuery({
    queryKey: ["bids-for", chainId, family, String(id), holder],
    refetchInterval: every,
    queryFn: async () => {
      const found: KnownBid[] = [];
      let after: string | undefined;
      do {
        const filter = { lot: id, debtor, token, seller: holder, alive: true, now };
        const page = await bids(filter, { limit: 100, after });
        found.push(...page.items.map((row) => ({ bid: bidOfRow(row), signature: "0x" as const, filled: row.filled })));
        after = page.next;
      } while (after !== undefined && found.length < mostBids);
      return found;
    },
  });
}
