"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useReader } from "./reader";

/** A newest block may be so many seconds old, or ahead by less than a few, and the chain's clock still be this machine's. */
const alike = { behind: -60, ahead: 3 } as const;

/** Unix second that the chain's next block will have, about: this machine's clock, unless the chain's is another one. */
export function useChainNow(): number {
  return useChainClock().now;
}

/** The same, and whether the chain was asked: until then it is this machine's clock. A chain that is down leaves it so. */
export function useChainClock(): { readonly now: number; readonly isKnown: boolean } {
  const reader = useReader();
  const { data: ahead = 0, isPending } = useQuery({
    queryKey: ["chain-time", reader.network.chainId],
    // Not by the SDK's `chainTime`: it brings every contract's errors, which a page does not begin with.
    queryFn: async () => Number((await reader.client.getBlock()).timestamp) - clock(),
    refetchInterval: 15_000,
  });
  const [second, setSecond] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setSecond(clock()), 5_000);
    return () => clearInterval(timer);
  }, []);
  const isSame = ahead > alike.behind && ahead < alike.ahead;
  return { now: isSame ? second : second + ahead, isKnown: !isPending };
}

const clock = () => Math.floor(Date.now() / 1_000);
