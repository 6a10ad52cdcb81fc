"use client";

import { checkGenesis } from "@tallystick/sdk/chain/genesis";
import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";

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

async function alive(url: string): Promise<boolean> {
  const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(5_000) });
  if (response.status >= 500) throw new Error(`status ${response.status}`);
  return true;
}

/** What answers and what doesn't, looked at now and then, so that a page can say it before anybody tries. */
export function useServices(): Services {
  const reader = useReader();
  const { client, network } = reader;
  const { chainId, indexer: indexerUrl = "", gateways } = network;
  const [gatewayUrl = ""] = gateways;
  const options = { refetchInterval: often, retry: 0, staleTime: 5_000 };
  const chain = useQuery({
    queryKey: ["service", "chain", chainId],
    queryFn: () => client.getBlockNumber({ cacheTime: 0 }),
    ...options,
  });
  const indexer = useQuery({
    queryKey: ["service", "indexer", chainId],
    queryFn: () => alive(`${indexerUrl}/status`),
    enabled: indexerUrl !== "",
    ...options,
  });
  const gateway = useQuery({
    queryKey: ["service", "gateway", chainId],
    queryFn: () => alive(`${gatewayUrl}/health`),
    enabled: gatewayUrl !== "",
    ...options,
  });
  const foreign = useQuery({
    queryKey: ["service", "genesis", chainId],
    // Only a foreign chain is an answer; that something is down is said by the others.
    queryFn: () =>
      checkGenesis(client, indexerUrl).then(
        () => false,
        (error: { code?: string }) => error.code === "ForeignChain",
      ),
    enabled: indexerUrl !== "",
    ...options,
  });
  return {
    chain: health(chain),
    indexer: health(indexer),
    gateway: health(gateway),
    foreign: foreign.data ?? false,
    block: chain.data,
  };
}
