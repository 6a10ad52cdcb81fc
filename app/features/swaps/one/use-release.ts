"use client";

import { releaseOf } from "@tallystick/sdk/swaps/releaseRelay";
import { useQuery } from "@tanstack/react-query";
import { type Address, isAddressEqual } from "viem";
import { relay } from "../desk/use-orders";
import { isReleaseNoted } from "../shared/release-notes";
import { chainIn, useSwapChains } from "../shared/use-chains";
import type { LegFound } from "./swap-of";
import type { SwapNow } from "./use-swap";

/** What `refundLockEarly` takes of a recipient's word. */
export interface Word {
  readonly deadline: bigint;
  readonly signature: `0x${string}`;
}

/** The recipient's word, at this site's relay, that a lock may go back at once; it was checked against the chain. */
export function useRelease(leg: LegFound | undefined): Word | undefined {
  const chains = useSwapChains();
  const isOpen = leg?.state.status === "locked";
  const { data } = useQuery({
    queryKey: ["swap-release", leg?.id, leg?.state.status === "locked" ? leg.state.block : 0],
    enabled: isOpen,
    refetchInterval: 5_000,
    queryFn: async ({ signal }): Promise<Word | null> => {
      const chain = leg && chainIn(chains, leg.network.chainId);
      const found = chain && (await releaseOf(relay, chain.reader, leg.hashLock, leg.lock, { signal }));
      return found ? { deadline: found.release.deadline, signature: found.signature } : null;
    },
  });
  return isOpen ? (data ?? undefined) : undefined;
}

/** Whether an account has let go what is locked for it: then it must neither answer nor claim it. */
export function useHasReleased({ known, second }: SwapNow, account: Address): boolean {
  const leg = [known.first, ...(second ? [second] : [])].find(
    ({ lock, state }) => state.status === "locked" && isAddressEqual(lock.recipient, account),
  );
  const posted = useRelease(leg);
  if (leg?.state.status !== "locked") return false;
  return posted !== undefined || isReleaseNoted(localStorage, leg.id, leg.state.block);
}
