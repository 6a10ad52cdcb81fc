"use client";

import { useQuery } from "@tanstack/react-query";
import { usePublicClient } from "wagmi";
import { useNetwork } from "@/components/config";

export type Health = "up" | "down" | "unknown";

interface Services {
  readonly chain: Health;
  readonly indexer: Health;
  readonly gateway: Health;
  /** The chain is not the one the indexer has read. */
  readonly foreign: boolean;
  readonly block: bigint | undefined;
}

const often = 15_000;

function health(query: { isSuccess: boolean; isError: boolean }): Health {
  return query.isSuccess ? "up" : query.isError ? "down" : "unknown";
}

async function alive(url: string | undefined): Promise<Response> {
  if (!url) throw new Error("none configured");
  const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(5_000) });
  if (response.status >= 500) throw new Error(`status ${response.status}`);
  return response;
}

/** What answers and what doesn't, looked at now and then, so that a page can say it before anybody tries. */
export function useServices(): Services {
  const network = useNetwork();
  const client = usePublicClient({ chainId: network.chainId });
  const key = [network.chainId] as const;
  const options = { refetchInterval: often, retry: 1, staleTime: 5_000 };
  const chain = useQuery({
    queryKey: ["service", "chain", ...key],
    queryFn: async () => (await client?.getBlockNumber({ cacheTime: 0 })) ?? 0n,
    ...options,
  });
  const indexer = useQuery({
    queryKey: ["service", "indexer", ...key],
    queryFn: () => alive(network.indexer && `${network.indexer}/status`).then((response) => response.ok),
    enabled: network.indexer !== undefined,
    ...options,
  });
  const gateway = useQuery({
    queryKey: ["service", "gateway", ...key],
    queryFn: () => alive(network.gateways[0] && `${network.gateways[0]}/health`).then((response) => response.ok),
    enabled: network.gateways.length > 0,
    ...options,
  });
  return { chain: health(chain), indexer: health(indexer), gateway: health(gateway), foreign: false, block: chain.data };
}
