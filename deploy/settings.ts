import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import {
  type Account,
  type Address,
  type Chain,
  encodeFunctionData,
  type Hex,
  keccak256,
  type PublicClient,
  stringToBytes,
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
  targets: Address[];
  values: bigint[];
  datas: Hex[];
  description: string;
  state: number;
};

/** States of a proposal that the way goes through, by OpenZeppelin's numbers. */
const STATE = { pending: 0, active: 1, succeeded: 4, queued: 5 } as const;
const UNDER_WAY: readonly number[] = Object.values(STATE);
const FOR = 1;

/** The governor's proposal of these settings; its text counts how often the same change was made before. */
async function proposalOf(
  client: PublicClient,
  address: Address,
  settings: readonly Setting[],
  proposer: Address,
): Promise<Proposal> {
  const governor = { address, abi: tallyGovernorAbi } as const;
  const targets = settings.map(({ target }) => target);
  const values = settings.map(() => 0n);
  const datas = settings.map(({ data }) => data);
  const what = settings.map(({ what: one }) => `- ${one}`).join("\n");
  for (let round = 1; ; round++) {
    const title = `Settings of the network${round === 1 ? "" : `, round ${round}`}`;
    const description = `${title}\n\n${what}\n#proposer=${proposer.toLowerCase()}`;
    const args = [targets, values, datas, keccak256(stringToBytes(description))] as const;
    const id = await client.readContract({ ...governor, functionName: "getProposalId", args });
    const snapshot = await client.readContract({ ...governor, functionName: "proposalSnapshot", args: [id] });
    const proposal = { id, targets, values, datas, description };
    if (snapshot === 0n) return { ...proposal, state: -1 };
    const state = await client.readContract({ ...governor, functionName: "state", args: [id] });
    if (UNDER_WAY.includes(state)) return { ...proposal, state };
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
  const governor = { address: addressOf(deployed, "TallyGovernor"), abi: tallyGovernorAbi } as const;
  const voter = wallet.account.address;
  const { id, targets, values, datas, description, state } = await proposalOf(
    client,
    governor.address,
    settings,
    voter,
  );
  const args = [targets, values, datas, keccak256(stringToBytes(description))] as const;
  const mined = (hash: Hex) => client.waitForTransactionReceipt({ hash });
  const timeOf = (functionName: "proposalSnapshot" | "proposalDeadline" | "proposalEta") =>
    client.readContract({ ...governor, functionName, args: [id] });
  const { timestamp: now } = await client.getBlock();

  if (state === -1) {
    await mined(
      await wallet.writeContract({ ...governor, functionName: "propose", args: [targets, values, datas, description] }),
    );
  }
  if (state === -1 || state === STATE.pending) {
    return { state: "proposed", settings, nextAt: (await timeOf("proposalSnapshot")) + 1n };
  }
  if (state === STATE.active) {
    if (!(await client.readContract({ ...governor, functionName: "hasVoted", args: [id, voter] }))) {
      await mined(await wallet.writeContract({ ...governor, functionName: "castVote", args: [id, FOR] }));
    }
    return { state: "voted", settings, nextAt: (await timeOf("proposalDeadline")) + 1n };
  }
  if (state === STATE.succeeded) {
    await mined(await wallet.writeContract({ ...governor, functionName: "queue", args }));
    return { state: "scheduled", settings, nextAt: await timeOf("proposalEta") };
  }
  const eta = await timeOf("proposalEta");
  if (now < eta) return { state: "scheduled", settings, nextAt: eta };
  await mined(await wallet.writeContract({ ...governor, functionName: "execute", args }));
  return { state: "executed", settings };
}
