import { type Call, calldataOf } from "@tallystick/sdk/chain/call";
import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import type { Action } from "@tallystick/sdk/governance/action";
import { type ProposalState, proposalStates } from "@tallystick/sdk/governance/proposalState";
import { execute, proposalId, propose, queue, withProposer } from "@tallystick/sdk/governance/proposals";
import { castVote } from "@tallystick/sdk/governance/votes";
import {
  type Account,
  type Address,
  type Chain,
  encodeFunctionData,
  type Hex,
  type PublicClient,
  type Transport,
  type WalletClient,
} from "viem";
import type { Deployed } from "./deploy.ts";
import type { Parameters } from "./parameters/parameters.ts";

/** A change that only the timelock may make. */
export interface Setting {
  /** What it does, for a person. */
  what: string;
  target: Address;
  data: Hex;
}

const FOR_EVER = 2 ** 40 - 1;

function addressOf(deployed: Deployed, name: string): Address {
  const address = deployed[name];
  if (!address) throw new Error(`${name} is not among the deployed contracts.`);
  return address;
}

/** The settings of a network that its contracts do not have yet. */
export async function missingSettings(
  client: PublicClient,
  deployed: Deployed,
  { feeBps, registrars, eas }: Parameters,
): Promise<Setting[]> {
  const credentials = { address: addressOf(deployed, "Credentials"), abi: credentialsAbi } as const;
  const market = { address: addressOf(deployed, "Market"), abi: marketAbi } as const;
  const missing: Setting[] = [];
  const need = (what: string, target: Address, data: Hex) => missing.push({ what, target, data });

  if ((await client.readContract({ ...market, functionName: "feeBps" })) !== feeBps) {
    const data = encodeFunctionData({ abi: marketAbi, functionName: "setFee", args: [feeBps] });
    need(`set the market's fee to ${feeBps / 100} %`, market.address, data);
  }
  for (const { credential, registrar } of registrars) {
    const args = [credential, registrar] as const;
    if (await client.readContract({ ...credentials, functionName: "isRegistrar", args })) continue;
    const call = { abi: credentialsAbi, functionName: "appointRegistrar", args: [...args, FOR_EVER] } as const;
    need(`appoint ${registrar} registrar of ${credential}`, credentials.address, encodeFunctionData(call));
  }
  if (eas) {
    const args = [addressOf(deployed, "EasMirror")] as const;
    if (!(await client.readContract({ ...credentials, functionName: "isMirror", args }))) {
      const data = encodeFunctionData({ abi: credentialsAbi, functionName: "appointMirror", args });
      need(`trust the EAS mirror ${args[0]}`, credentials.address, data);
    }
  }
  return missing;
}

type Proposal = {
  id: bigint;
  actions: Action[];
  description: string;
  /** Undefined: not proposed yet. */
  state: ProposalState | undefined;
};

const UNDER_WAY: readonly (ProposalState | undefined)[] = ["pending", "active", "succeeded", "queued"];

/** The governor's proposal of these settings; its title counts how often the same change was made before. */
async function proposalOf(
  client: PublicClient,
  chainId: number,
  governor: Address,
  settings: readonly Setting[],
  proposer: Address,
): Promise<Proposal> {
  const at = { address: governor, abi: tallyGovernorAbi } as const;
  const actions = settings.map(({ target, data }) => ({ target, value: 0n, data }));
  const what = settings.map(({ what: one }) => `- ${one}`).join("\n");
  for (let round = 1; ; round++) {
    const title = `Settings of the network${round === 1 ? "" : `, round ${round}`}`;
    const description = withProposer(`${title}\n\n${what}\n`, proposer);
    const id = proposalId(chainId, governor, actions, description);
    const snapshot = await client.readContract({ ...at, functionName: "proposalSnapshot", args: [id] });
    if (snapshot === 0n) return { id, actions, description, state: undefined };
    const state = proposalStates[await client.readContract({ ...at, functionName: "state", args: [id] })];
    if (UNDER_WAY.includes(state)) return { id, actions, description, state };
  }
}

export type Progress =
  | { state: "complete" }
  | { state: "proposed" | "voted" | "scheduled"; settings: Setting[]; nextAt: bigint }
  | { state: "executed"; settings: Setting[] };

/**
 * Takes the settings that are missing one step further through the DAO: proposes them, votes for them, queues or executes
 * them, each when it is due. Calling it again at `nextAt` goes on; calling it when all is done does nothing.
 *
 * @param wallet of a member whose power is enough to propose, and for the quorum
 */
export async function advanceSettings(
  client: PublicClient,
  wallet: WalletClient<Transport, Chain, Account>,
  deployed: Deployed,
  parameters: Parameters,
): Promise<Progress> {
  const settings = await missingSettings(client, deployed, parameters);
  if (settings.length === 0) return { state: "complete" };
  const governor = addressOf(deployed, "TallyGovernor");
  const at = { address: governor, abi: tallyGovernorAbi } as const;
  const voter = wallet.account.address;
  const { id, actions, description, state } = await proposalOf(client, parameters.chainId, governor, settings, voter);
  const act = async (call: Call) => {
    const hash = await wallet.sendTransaction({ to: call.address, data: calldataOf(call) });
    await client.waitForTransactionReceipt({ hash });
  };
  const timeOf = (functionName: "proposalSnapshot" | "proposalDeadline" | "proposalEta") =>
    client.readContract({ ...at, functionName, args: [id] });
  const { timestamp: now } = await client.getBlock();

  if (state === undefined) await act(propose(governor, actions, description));
  if (state === undefined || state === "pending") {
    return { state: "proposed", settings, nextAt: (await timeOf("proposalSnapshot")) + 1n };
  }
  if (state === "active") {
    if (!(await client.readContract({ ...at, functionName: "hasVoted", args: [id, voter] }))) {
      await act(castVote(governor, id, "for"));
    }
    return { state: "voted", settings, nextAt: (await timeOf("proposalDeadline")) + 1n };
  }
  if (state === "succeeded") {
    await act(queue(governor, actions, description));
    return { state: "scheduled", settings, nextAt: await timeOf("proposalEta") };
  }
  const eta = await timeOf("proposalEta");
  if (now < eta) return { state: "scheduled", settings, nextAt: eta };
  await act(execute(governor, actions, description));
  return { state: "executed", settings };
}
