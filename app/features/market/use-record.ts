"use client";

import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";

/** What a data set is under, if it is a record; null where it is none. */
export function useRecord(dataset: bigint) {
  const reader = useReader();
  return useQuery({
    queryKey: ["record", reader.network.chainId, dataset.toString()],
    staleTime: 15_000,
    queryFn: async () => {
      const { recordOf } = await import("@tallystick/sdk/market/consents");
      return (await recordOf(reader, dataset)) ?? null;
    },
  });
}
