"use client";

import { listParameters } from "@tallystick/sdk/governance/parameters";
import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";

/** Every parameter with its value and bounds, from the chain. */
export function useParameters() {
  const reader = useReader();
  return useQuery({
    queryKey: ["parameters", reader.network.chainId],
    queryFn: () => listParameters(reader),
  });
}
