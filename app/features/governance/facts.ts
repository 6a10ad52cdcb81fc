import type { Split } from "@tallystick/sdk/governance/choice";
import { stateOf } from "@tallystick/sdk/indexer/governance";
import type { IndexedProposal } from "@tallystick/sdk/indexer/governanceFields";
import { printable } from "../../lib/printable.ts";

type Votes = Pick<IndexedProposal, "forVotes" | "againstVotes" | "abstainVotes">;

/** The tally of an indexed proposal. */
export function tallyOf({ againstVotes, forVotes, abstainVotes }: Votes): Split {
  return { against: againstVotes, for: forVotes, abstain: abstainVotes };
}

/** A proposal's title, a stranger's text, fit to be shown. */
export function titleOf({ title }: Pick<IndexedProposal, "title">, t: (key: "governance.untitled") => string): string {
  return printable(title) || t("governance.untitled");
}

/** What a proposal waits for now, and until when; undefined once nothing can happen any more. */
export interface Waiting {
  readonly what: "voteBegins" | "voteEnds" | "queueBy" | "executeFrom" | "executeBy";
  readonly at: number;
}

export function waitingOf(proposal: IndexedProposal, now: number): Waiting | undefined {
  const { snapshot, deadline, queueBy, eta = 0, executeBy = 0 } = proposal;
  switch (stateOf(proposal, now)) {
    case "pending":
      return { what: "voteBegins", at: snapshot };
    case "active":
      return { what: "voteEnds", at: deadline };
    case "succeeded":
      return { what: "queueBy", at: queueBy };
    case "queued":
      return now < eta ? { what: "executeFrom", at: eta } : { what: "executeBy", at: executeBy };
    default:
      return undefined;
  }
}

/** Seconds after which the last votes before an end, which may put it off, have reached the indexer. */
const settling = 600;

/** Whether nothing of a proposal changes any more, so that nobody need look again. */
export function isSettled(proposal: IndexedProposal, now: number): boolean {
  return waitingOf(proposal, now - settling) === undefined;
}

/**
 * Whether the chain contradicts what the indexer tells of a proposal: it was made of something else, or never made. A
 * chain that does not answer contradicts nothing.
 */
export function isContradicted(proved: { readonly data: unknown; readonly error: unknown }): boolean {
  return proved.data === null || (proved.error as { code?: unknown } | null)?.code === "ProposalMismatch";
}

/** A result as parts of bars, each between 0 and 1. */
export interface ResultParts {
  /** Of for and against, which decide. */
  readonly for: number;
  readonly against: number;
  /** Of the scale of the quorum's bar. */
  readonly counted: number;
  readonly abstain: number;
  readonly quorum: number;
}

/** How long each part of a result's bars is. The quorum's mark stands at three quarters until the votes go beyond. */
export function resultParts(tally: Split, quorum: bigint): ResultParts {
  const decided = tally.for + tally.against;
  const counted = tally.for + tally.abstain;
  const goal = (quorum * 4n) / 3n;
  const scale = counted > goal ? counted : goal;
  return {
    for: partOf(tally.for, decided),
    against: partOf(tally.against, decided),
    counted: partOf(tally.for, scale),
    abstain: partOf(tally.abstain, scale),
    quorum: partOf(quorum, scale),
  };
}

/** A part of a whole between 0 and 1, to four places; of nothing: 0. */
export function partOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 10_000n) / whole) / 10_000;
}
