"use client";

import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import { proposalDetail } from "@tallystick/sdk/indexer/governance";
import type { IndexedProposalDetail } from "@tallystick/sdk/indexer/governanceFields";
import { useQuery } from "@tanstack/react-query";
import { useIndexer, useReader } from "@/lib/reader";

/** How often a page that is open looks again, in milliseconds. */
export const often = 10_000;

/** A proposal as the indexer tells it, and as the chain proves it: by its id, and its code by the governor's pins. */
export function useProposal(id: bigint) {
  const reader = useReader();
  const indexer = useIndexer();
  const { chainId } = reader.network;
  const indexed = useQuery({
    queryKey: ["proposal", chainId, String(id)],
    queryFn: async () => (await proposalDetail(indexer, chainId, id)) ?? null,
    refetchInterval: often,
  });
  const proved = useQuery({
    queryKey: ["proposal-proved", chainId, String(id), indexed.data !== undefined],
    enabled: Boolean(indexed.data),
    // Loaded with the governor's ABI, when there is something to prove.
    queryFn: async () => {
      const { proposalOf } = await import("@tallystick/sdk/governance/readProposal");
      return indexed.data ? proposalOf(reader, id, textOf(indexed.data)) : undefined;
    },
    refetchInterval: often,
  });
  return { indexed, proved };
}

function textOf({
  actions,
  description,
}: IndexedProposalDetail): Pick<Proposal, "actions" | "description" | "codeHashes"> {
  return { actions, description, codeHashes: actions.map(({ codeHash }) => codeHash) };
}

/** A proposal with what the chain says of it, which is newer than what the indexer does. */
export function newestOf(indexed: IndexedProposalDetail, proved: Proposal | undefined): IndexedProposalDetail {
  if (!proved) return indexed;
  const { tally, deadline, changesCloseAt, quorum } = proved;
  const votes = { forVotes: tally.for, againstVotes: tally.against, abstainVotes: tally.abstain };
  return { ...indexed, ...votes, deadline, changesCloseAt, quorum };
}
