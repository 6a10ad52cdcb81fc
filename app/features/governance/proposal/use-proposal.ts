"use client";

import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import { proposalDetail } from "@tallystick/sdk/indexer/governance";
import type { IndexedProposalDetail } from "@tallystick/sdk/indexer/governanceFields";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useIndexer, useReader } from "@/lib/reader";
import { isSettled } from "../facts";

/** How often a page that is open looks again, in milliseconds; `false`: nothing changes any more. */
export type Every = number | false;
const often = 10_000;

/** A proposal as the indexer tells it, and as the chain proves it: by its id, and its code by the governor's pins. */
export function useProposal(id: bigint, now: number) {
  const reader = useReader();
  const indexer = useIndexer();
  const { chainId } = reader.network;
  const indexed = useQuery({
    queryKey: ["proposal", chainId, String(id)],
    queryFn: async () => (await proposalDetail(indexer, chainId, id)) ?? null,
    refetchInterval: ({ state }) => everyOf(state.data, now),
  });
  const told = indexed.data;
  const every = everyOf(told, now);
  const proved = useQuery({
    queryKey: ["proposal-proved", chainId, String(id)],
    // Loaded with the governor's ABI, when there is something to prove. Null: the chain knows of none.
    queryFn: told
      ? async () => {
          const { proposalOf } = await import("@tallystick/sdk/governance/readProposal");
          return (await proposalOf(reader, id, textOf(told))) ?? null;
        }
      : skipToken,
    refetchInterval: every,
  });
  return { indexed, proved, every };
}

const everyOf = (told: IndexedProposalDetail | null | undefined, now: number): Every =>
  told && isSettled(told, now) ? false : often;

function textOf({
  actions,
  description,
}: IndexedProposalDetail): Pick<Proposal, "actions" | "description" | "codeHashes"> {
  return { actions, description, codeHashes: actions.map(({ codeHash }) => codeHash) };
}

/** A proposal with what the chain says of it, which is newer than what the indexer does. */
export function newestOf(indexed: IndexedProposalDetail, proved: Proposal | null | undefined): IndexedProposalDetail {
  if (!proved) return indexed;
  const { tally, deadline, changesCloseAt, quorum } = proved;
  const votes = { forVotes: tally.for, againstVotes: tally.against, abstainVotes: tally.abstain };
  return { ...indexed, ...votes, deadline, changesCloseAt, quorum };
}
