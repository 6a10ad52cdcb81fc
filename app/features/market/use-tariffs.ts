"use client";

import { tariffsOf } from "@tallystick/sdk/gateway/tariffs";
import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";

/** Prices for each access to a data set, as the first keeper to answer has them. */
export function useTariffs(dataset: bigint) {
  const { chainId, gateways } = useReader().network;
  return useQuery({
    queryKey: ["tariffs", chainId, dataset.toString()],
    retry: 0,
    staleTime: 15_000,
    queryFn: async () => (await tariffsOf(gateways, dataset)).filter(({ value }) => value.segments !== 0),
  });
}
