import { callOf } from "@tallystick/sdk/chain/call";
import type { Action } from "@tallystick/sdk/governance/action";
import { type SignedBallot, signBallot } from "@tallystick/sdk/governance/ballots";
import type { Choice } from "@tallystick/sdk/governance/choice";
import { delegate, signDelegation, submitDelegation } from "@tallystick/sdk/governance/power";
import { cancel, execute, proposalId, propose, queue, withProposer } from "@tallystick/sdk/governance/proposals";
import { ballotSheets, castBallots } from "@tallystick/sdk/governance/sheets";
import { castVote } from "@tallystick/sdk/governance/votes";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { type Address, erc20Abi } from "viem";
import { localA } from "../../deploy/parameters/local.ts";
import type { World } from "./world.ts";

/** One TallyToken, in base units. */
export const TALLY = 10n ** 18n;

/** Seconds of the local DAO, and a little more: until a vote begins, until it ends, and from queueing to execution. */
const UNTIL = {
  vote: Number(localA.governance.votingDelay) + 2,
  voteEnds: Number(localA.governance.votingPeriod) + 2,
  ordinary: localA.timelockDelay + 2,
  critical: localA.governance.criticalDelay + 2,
} as const;

/** A proposal that was made. */
export interface Made {
  readonly id: bigint;
  readonly actions: readonly Action[];
  readonly description: string;
}

/** The founder hands on some of the first supply; enough stays with him to win any vote. */
export async function shareOut(world: World, shares: Readonly<Partial<Record<PersonaId, bigint>>>): Promise<void> {
  for (const [id, amount] of Object.entries(shares)) {
    const to = world.address(id as PersonaId);
    await world.act("deployer", callOf(world.at.tallyToken, erc20Abi, "transfer", [to, amount * TALLY]));
  }
}

export async function delegateTo(world: World, from: PersonaId, to: PersonaId): Promise<void> {
  await world.act(from, delegate(world.at.tallyToken, world.address(to)));
}

/** The holder signs, the relayer sends. */
export async function delegateBySignature(world: World, from: PersonaId, to: PersonaId): Promise<void> {
  const signed = await signDelegation(world.actor(from), world.address(to));
  await world.act("relayer", submitDelegation(world.at.tallyToken, signed));
}

/** Money for the treasury, from somebody's own. */
export async function donate(world: World, from: PersonaId, token: Address, amount: bigint): Promise<void> {
  await world.act(from, callOf(token, erc20Abi, "transfer", [world.at.timelock, amount]));
}

/** Proposes, and waits until the vote begins. */
export async function putToVote(
  world: World,
  proposer: PersonaId,
  text: string,
  actions: readonly Action[],
): Promise<Made> {
  const { tallyGovernor } = world.at;
  await world.act(proposer, propose(tallyGovernor, actions, text));
  await world.wait(UNTIL.vote);
  const description = withProposer(text, world.address(proposer));
  return { id: proposalId(world.chainId, tallyGovernor, actions, description), actions, description };
}

export async function vote(
  world: World,
  id: PersonaId,
  proposal: Made,
  choice: Choice,
  reason?: string,
): Promise<void> {
  await world.act(id, castVote(world.at.tallyGovernor, proposal.id, choice, reason));
}

export const signVote = (world: World, id: PersonaId, proposal: Made, choice: Choice): Promise<SignedBallot> =>
  signBallot(world.actor(id), { proposalId: proposal.id, choice });

/** The relayer brings what others have signed. */
export async function bring(world: World, ballots: readonly SignedBallot[]): Promise<void> {
  await world.act("relayer", castBallots(world.at.tallyGovernor, ballotSheets(ballots)));
}

/** Waits until the vote is over. */
export const untilDecided = (world: World): Promise<void> => world.wait(UNTIL.voteEnds);

export async function carryOut(
  world: World,
  { actions, description }: Made,
  track: "ordinary" | "critical",
): Promise<void> {
  const { tallyGovernor } = world.at;
  await world.act("deployer", queue(tallyGovernor, actions, description));
  await world.wait(UNTIL[track]);
  await world.act("deployer", execute(tallyGovernor, actions, description));
}

export async function withdraw(world: World, proposer: PersonaId, { actions, description }: Made): Promise<void> {
  await world.act(proposer, cancel(world.at.tallyGovernor, actions, description));
}
