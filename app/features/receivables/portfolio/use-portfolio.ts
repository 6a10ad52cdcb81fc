"use client";

import { type CashflowDay, cashflow, overview } from "@tallystick/sdk/indexer/instruments";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { useIndexer } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { monthAfter, monthOf, monthText, spanOf } from "./months";
import { tokensOf } from "./sums";

const every = 30_000;

/** Months from the present one on that the page begins with. */
export const monthsAhead = 12;

/**
 * All that the page begins with, by one question: sums and ages by token, and of one token the greatest debtors and the days
 * of the months ahead.
 *
 * @param chosen undefined: the token that most is in
 */
export function usePortfolio(account: Address, chosen: Address | undefined) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  const first = monthOf(now);
  return useQuery({
    queryKey: ["portfolio", chainId, account, chosen, monthText(first)],
    enabled: isKnown,
    refetchInterval: every,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const [from, to] = [spanOf(first).from, spanOf(monthAfter(first, monthsAhead - 1)).until];
      const found = await overview(indexer, chainId, account, { token: chosen, now, from, to });
      return { ...found, tokens: tokensOf(found.totals, found.owed), first };
    },
  });
}

export type PortfolioView = NonNullable<ReturnType<typeof usePortfolio>["data"]>;

/**
 * Days that something is due on, all of a span.
 *
 * @param from,to Unix seconds: the first, and one on the last day
 * @param isWanted false: they are known already
 */
export function useFlows(
  account: Address,
  token: Address,
  { from, to }: { readonly from: number; readonly to: number },
  isWanted: boolean,
) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["cashflow", chainId, account, token, from, to],
    enabled: isKnown && isWanted,
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
