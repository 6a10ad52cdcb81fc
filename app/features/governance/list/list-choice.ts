import { type ProposalState, proposalStates } from "@tallystick/sdk/governance/proposalState";
import type { Address } from "viem";

/** What is looked for among the proposals, as the page's address holds it. */
export interface ListChoice {
  readonly text: string;
  readonly state: ProposalState | undefined;
  readonly mine: boolean;
  readonly needsMyVote: boolean;
}

export function listChoiceOf(parameters: Pick<URLSearchParams, "get">): ListChoice {
  return {
    text: (parameters.get("q") ?? "").slice(0, 200),
    state: proposalStates.find((each) => each === parameters.get("state")),
    mine: parameters.get("mine") === "1",
    needsMyVote: parameters.get("vote") === "1",
  };
}

/** The indexer's question; what is somebody's own is left out where nobody is connected. */
export function filterOf(choice: ListChoice, account: Address | undefined, now: number) {
  return {
    states: choice.state ? [choice.state] : undefined,
    text: choice.text.trim() || undefined,
    proposer: choice.mine ? account : undefined,
    needsVoteOf: choice.needsMyVote ? account : undefined,
    now,
  };
}
