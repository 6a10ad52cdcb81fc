"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useNetwork } from "@/components/config";
import { table } from "@/lib/database";
import { type KeptReceipt, receiptKey } from "@/lib/receipts";

const receipts = table<KeptReceipt>("receipts");
const queryKey = ["receipts"] as const;

/** Keeps a keeper's answer in this browser. */
export function useKeepReceipt(): (receipt: KeptReceipt) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    async (receipt) => {
      await receipts.put(receiptKey(receipt), receipt);
      await queries.invalidateQueries({ queryKey });
    },
    [queries],
  );
}

/** The answers kept here on the page's network, newest first; those to one account, or about one data set. */
export function useReceipts(filter: { account?: string | undefined; dataset?: bigint | undefined }) {
  const { chainId } = useNetwork();
  const { account, dataset } = filter;
  const kept = useQuery({ queryKey, queryFn: () => receipts.all(), staleTime: Number.POSITIVE_INFINITY });
  const fits = ({ chainId: chain, asked: { request } }: KeptReceipt) =>
    chain === chainId &&
    (account === undefined || String(request["reader"]).toLowerCase() === account.toLowerCase()) &&
    (dataset === undefined || BigInt(String(request["dataset"])) === dataset);
  const list = (kept.data ?? []).filter(fits).sort((a, b) => b.receipt.at - a.receipt.at);
  return { list, isPending: kept.isPending, error: kept.error, refetch: kept.refetch };
}
