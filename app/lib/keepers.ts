"use client";

import { type GatewayInfo, keeperInfo } from "@tallystick/sdk/gateway/keeperInfo";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useContracts, useReader } from "./reader";

/** A keeper by what it says of itself; receipts and shares are checked against the chain, whoever it claims to be. */
export interface KnownKeeper {
  readonly address: Address;
  readonly url: string;
}

export interface Keepers {
  /** Those that answered, in order of preference. */
  readonly list: readonly GatewayInfo[];
  /** Addresses of those that did not. */
  readonly silent: readonly string[];
  /** Shares that rebuild a key, as the set says. */
  readonly threshold: number;
}

/** Meets the keepers of a network, and those that belong to their sets; one that is down takes nothing from the others. */
export async function meetKeepers(
  gateways: readonly string[],
  expected: { chainId: number; market: Address },
): Promise<Keepers> {
  const met = new Map<string, GatewayInfo>();
  const silent: string[] = [];
  const asked = new Set<string>();
  let waiting = [...gateways];
  while (waiting.length > 0) {
    const round = waiting.filter((url) => !asked.has(url));
    for (const url of round) asked.add(url);
    const answers = await Promise.allSettled(
      round.map((url) => keeperInfo(url, expected, { signal: AbortSignal.timeout(5_000) })),
    );
    waiting = [];
    for (const [i, answer] of answers.entries()) {
      if (answer.status === "rejected") {
        silent.push(round[i] ?? "");
        continue;
      }
      const { value } = answer;
      if (!met.has(value.address.toLowerCase())) met.set(value.address.toLowerCase(), value);
      waiting.push(...value.set.urls.slice(0, 16));
    }
    waiting = waiting.filter((url) => !asked.has(url));
  }
  const list = [...met.values()];
  return { list, silent, threshold: list[0]?.set.threshold ?? 1 };
}

export function useKeepers() {
  const { chainId, gateways } = useReader().network;
  const { market } = useContracts();
  return useQuery({
    queryKey: ["keepers", chainId, gateways.join()],
    staleTime: 30_000,
    queryFn: () => meetKeepers(gateways, { chainId, market }),
  });
}
