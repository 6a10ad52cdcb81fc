"use client";

import { pendingBallots, relayInfo } from "@tallystick/sdk/governance/ballotRelay";
import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import { ballotOf, votingPower } from "@tallystick/sdk/governance/votes";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useReader } from "@/lib/reader";
import type { Every } from "../proposal/use-proposal";

/** The page's own server relays ballots. */
export const relayOf = (chainId: number) => ({ url: "", chainId });

/** What an account has to do with a proposal: its power at the snapshot, and what of it is in the tally. */
export function useVoter(proposal: Proposal, account: Address | undefined, began: boolean, every: Every) {
  const reader = useReader();
  const { chainId } = reader.network;
  const { id, snapshot } = proposal;
  return useQuery({
    queryKey: ["voter", chainId, String(id), account, began],
    enabled: account !== undefined && began,
    refetchInterval: every,
    queryFn: async () => {
      if (!account) throw new Error("No account.");
      const [power, counted] = await Promise.all([
        votingPower(reader, account, snapshot),
        ballotOf(reader, id, account),
      ]);
      return { power, counted };
    },
  });
}

/** Whether the site relays ballots, who pays for it, and how often it sends. */
export function useRelayInfo() {
  const { chainId } = useReader().network;
  return useQuery({
    queryKey: ["ballot-relay", chainId],
    queryFn: () => relayInfo(relayOf(chainId)),
    retry: 0,
    staleTime: 60_000,
  });
}

/** A voter's ballots that the relay has for a proposal, or everybody's. */
export function useRelayed(
  proposalId: bigint,
  voter: Address | undefined,
  { every, enabled = true }: { readonly every: Every; readonly enabled?: boolean },
) {
  const { chainId } = useReader().network;
  return useQuery({
    queryKey: ["relayed-ballots", chainId, String(proposalId), voter ?? ""],
    queryFn: () => pendingBallots(relayOf(chainId), proposalId, voter ? { voter } : { limit: 20 }),
    enabled,
    retry: 0,
    refetchInterval: every,
  });
}
