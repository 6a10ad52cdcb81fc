import { callOf } from "@tallystick/sdk/chain/call";
import { send } from "@tallystick/sdk/chain/send";
import type { Action } from "@tallystick/sdk/governance/action";
import { delegate, holdingOf } from "@tallystick/sdk/governance/power";
import { proposalId, propose, withProposer } from "@tallystick/sdk/governance/proposals";
import { deployed } from "@tallystick/sdk/networks";
import { erc20Abi } from "viem";
import { localA } from "../../deploy/parameters/local.ts";
import { rpc } from "./chain.ts";
import { accountAt } from "./wallet.ts";
import { actorAt } from "./world.ts";

// The DAO of the local chain, for tests: who has the first supply, what he proposes, and how time passes.

/** Index of who has the first supply. */
export const founder = 0;
export const TALLY = 10n ** 18n;
export const seconds = {
  delay: Number(localA.governance.votingDelay) + 1,
  period: Number(localA.governance.votingPeriod) + 1,
  execution: localA.timelockDelay + 1,
} as const;

/** Lets so many seconds pass on the chain. */
export async function pass(time: number): Promise<void> {
  await rpc("evm_increaseTime", [time]);
  await rpc("evm_mine");
}

/** Makes sure that an account holds at least so much, with its power. */
export async function giveTally(index: number, amount: bigint): Promise<void> {
  const actor = actorAt(founder);
  const { tallyToken } = deployed(actor.network);
  const { address } = accountAt(index);
  const { balance, delegate: chosen } = await holdingOf(actor, address);
  if (balance < amount) await send(actor, callOf(tallyToken, erc20Abi, "transfer", [address, amount - balance]));
  if (chosen !== address) await send(actorAt(index), delegate(tallyToken, address));
}

/** Proposes as who has the first supply, and answers with the path of the proposal's page. */
export async function makeProposal(actions: readonly Action[], text: string): Promise<{ id: bigint; path: string }> {
  const actor = actorAt(founder);
  const { tallyGovernor } = deployed(actor.network);
  await send(actor, propose(tallyGovernor, actions, text));
  const description = withProposer(text, accountAt(founder).address);
  const id = proposalId(actor.network.chainId, tallyGovernor, actions, description);
  return { id, path: `/governance/${id}` };
}
