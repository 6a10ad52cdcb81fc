"use client";

import { ageing, type CashflowDay, cashflow, portfolio } from "@tallystick/sdk/indexer/instruments";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { useIndexer } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { tokensOf } from "./sums";

const every = 30_000;

/** What all that an account holds and owes comes to, by token. */
export function useTotals(account: Address) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["portfolio-totals", chainId, account],
    enabled: isKnown,
    refetchInterval: every,
    queryFn: async () => {
      const [{ totals }, held, owed] = await Promise.all([
        portfolio(indexer, chainId, account, { now }, { limit: 1 }),
        ageing(indexer, chainId, account, { now, side: "held", limit: 100 }),
        ageing(indexer, chainId, account, { now, side: "owed", limit: 100 }),
      ]);
      return { totals, held: held.items, owed: owed.items, tokens: tokensOf(totals, owed.items) };
    },
  });
}

export type Totals = NonNullable<ReturnType<typeof useTotals>["data"]>;

/**
 * Days that something is due on, all of a span.
 *
 * @param from,to Unix seconds: the first, and one on the last day
 */
export function useFlows(
  account: Address,
  token: Address,
  { from, to }: { readonly from: number; readonly to: number },
) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["cashflow", chainId, account, token, from, to],
    enabled: isKnown,
    refetchInterval: every,
    queryFn: async () => {
      const days: CashflowDay[] = [];
      let earlier = { incoming: 0n, outgoing: 0n };
      let after: string | undefined;
      do {
        const page = await cashflow(indexer, chainId, account, { token, from, to, now, after, limit: 100 });
        days.push(...page.items);
        earlier = page.earlier[0] ?? earlier;
        after = page.next;
      } while (after !== undefined);
      return { days, earlier };
    },
  });
}
