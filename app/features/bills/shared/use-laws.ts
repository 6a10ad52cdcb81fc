"use client";

import { allRules, type Rules } from "@tallystick/sdk/bills/rules";
import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";

/** All rule sets that a face may name; none while they are asked for. */
export function useLaws(): readonly Rules[] {
  const reader = useReader();
  const { chainId } = reader.network;
  return useQuery({ queryKey: ["bill-rules", chainId], queryFn: () => allRules(reader) }).data ?? [];
}
