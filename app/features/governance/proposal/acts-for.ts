import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import { type Address, isAddressEqual } from "viem";

export type ProposalAct = "queue" | "execute" | "cancel";

/** What the governor would let an account do with a proposal. Anyone queues and executes. */
export function actsFor(
  proposal: Pick<Proposal, "state" | "eta" | "proposer">,
  by: { readonly account: Address | undefined; readonly isGuardian: boolean; readonly now: number },
): readonly ProposalAct[] {
  const { state, eta = Number.POSITIVE_INFINITY, proposer } = proposal;
  const acts: ProposalAct[] = [];
  if (state === "succeeded") acts.push("queue");
  if (state === "queued" && by.now >= eta) acts.push("execute");
  const isProposer = by.account !== undefined && isAddressEqual(by.account, proposer);
  const isOpen = state === "pending" || state === "active";
  const isOver = state === "canceled" || state === "expired" || state === "executed";
  if ((isProposer && isOpen) || (by.isGuardian && !isOver)) acts.push("cancel");
  return acts;
}
