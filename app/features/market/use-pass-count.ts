"use client";

import { passCount } from "@tallystick/sdk/indexer/passes";
import { useQuery } from "@tanstack/react-query";
import { useNetwork } from "@/components/config";
import { useIndexer } from "@/lib/reader";

/** How many readers show their right as a token. */
export function usePassCount(dataset: bigint): number | undefined {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { data } = useQuery({
    queryKey: ["pass-count", chainId, dataset.toString()],
    staleTime: 15_000,
    queryFn: () => passCount(indexer, chainId, dataset),
  });
  return data;
}
