import { localA } from "../../../deploy/parameters/local.ts";
import type { Actor } from "../../src/chain/actor.ts";
import type { Call } from "../../src/chain/call.ts";
import { readView } from "../../src/chain/readView.ts";
import { send } from "../../src/chain/send.ts";
import type { Action } from "../../src/governance/action.ts";
import { governorOf } from "../../src/governance/contracts.ts";
import { actionOf, execute, proposalId, propose, queue, withProposer } from "../../src/governance/proposals.ts";
import { castVote } from "../../src/governance/votes.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain } from "./chain.ts";

const { timelockDelay, governance } = localA;

/** Seconds of the local DAO, each one more than it takes. */
export const UNTIL = {
  vote: Number(governance.votingDelay) + 1,
  voteEnds: Number(governance.votingPeriod) + 1,
  execution: Number(timelockDelay) + 1,
} as const;

type Dao = Pick<TestChain, "network" | "reader" | "actor" | "pass">;

/** A proposal that was made. */
export interface Made {
  readonly id: bigint;
  readonly actions: readonly Action[];
  readonly description: string;
}

/** What a proposal of this proposer is made of, and its id, before it is made. */
export function draftOf(
  { network }: Pick<TestChain, "network">,
  proposer: Actor,
  actions: readonly Action[],
  text: string,
): Made {
  const description = withProposer(text, addressOf(proposer));
  const id = proposalId(network.chainId, deployed(network).tallyGovernor, actions, description);
  return { id, actions, description };
}

/** Proposes, as who has the first supply. */
export async function proposed(chain: Dao, actions: readonly Action[], text: string): Promise<Made> {
  const deployer = chain.actor("deployer");
  const made = draftOf(chain, deployer, actions, text);
  await send(deployer, propose(deployed(chain.network).tallyGovernor, actions, text));
  return made;
}

/** Queues a won proposal and executes it when it is due, on whichever track it is. */
export async function enacted(chain: Dao, made: Made): Promise<void> {
  const { reader, network } = chain;
  const { tallyGovernor } = deployed(network);
  const anyone = chain.actor("relayer");
  await send(anyone, queue(tallyGovernor, made.actions, made.description));
  const eta = await readView(reader, governorOf(network), "proposalEta", [made.id]);
  await chain.pass(Number(eta - (await reader.client.getBlock()).timestamp));
  await send(anyone, execute(tallyGovernor, made.actions, made.description));
}

/** Proposes and waits until votes are taken. */
export async function opened(chain: Dao, actions: readonly Action[], text: string): Promise<Made> {
  const made = await proposed(chain, actions, text);
  await chain.pass(UNTIL.vote);
  return made;
}

/** Proposed, and won by who has the first supply. */
export async function won(chain: Dao, actions: readonly Action[], text: string): Promise<Made> {
  const made = await opened(chain, actions, text);
  await send(chain.actor("deployer"), castVote(deployed(chain.network).tallyGovernor, made.id, "for"));
  await chain.pass(UNTIL.voteEnds);
  return made;
}

/** What the DAO does: proposed, won, queued and executed, each when it is due. */
export async function byDao(chain: Dao, ...calls: readonly Call[]): Promise<void> {
  const { number } = await chain.reader.client.getBlock();
  const actions = calls.map((call) => actionOf(call));
  await enacted(chain, await won(chain, actions, `At block ${number}.`));
}
