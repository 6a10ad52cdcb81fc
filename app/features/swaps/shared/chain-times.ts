"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSwapChains } from "./use-chains";

const clock = () => Math.floor(Date.now() / 1_000);

/** A newest block is always a little old: by so much the chain's clock may still be this machine's. */
const alike = { behind: -60, ahead: 3 } as const;

/** Unix second that the next block of a chain will have, about: each by its own clock. */
export function useChainTimes(): (chainId: number) => number {
  const chains = useSwapChains();
  const ids = chains.map(({ network }) => network.chainId);
  const { data } = useQuery({
    queryKey: ["swap-times", ids],
    refetchInterval: 10_000,
    queryFn: async () => {
      const ahead = async ({ reader }: (typeof chains)[number]) =>
        Number((await reader.client.getBlock()).timestamp) - clock();
      return Promise.all(chains.map((chain) => ahead(chain).catch(() => 0)));
    },
  });
  const [second, setSecond] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setSecond(clock()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (chainId) => {
    const ahead = data?.[ids.indexOf(chainId)] ?? 0;
    return ahead > alike.behind && ahead < alike.ahead ? second : second + ahead;
  };
}
