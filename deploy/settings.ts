import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { timelockControllerAbi } from "@tallystick/sdk/generated/abis/TimelockController";
import {
  type Account,
  type Address,
  type Chain,
  encodeFunctionData,
  type Hex,
  numberToHex,
  type PublicClient,
  type Transport,
  type WalletClient,
  zeroHash,
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

// A timestamp of the timelock: an operation that has been executed.
const DONE = 1n;

/** The timelock's operation for these settings; the salt counts how often the same change was made before. */
async function operationOf(client: PublicClient, address: Address, settings: readonly Setting[]) {
  const timelock = { address, abi: timelockControllerAbi } as const;
  for (let round = 0n; ; round++) {
    const batch = [
      settings.map(({ target }) => target),
      settings.map(() => 0n),
      settings.map(({ data }) => data),
      zeroHash,
      numberToHex(round, { size: 32 }),
    ] as const;
    const id = await client.readContract({ ...timelock, functionName: "hashOperationBatch", args: batch });
    const executableAt = await client.readContract({ ...timelock, functionName: "getTimestamp", args: [id] });
    if (executableAt !== DONE) return { batch, executableAt };
  }
}

export type Progress =
  | { state: "complete" }
  | { state: "scheduled"; settings: Setting[]; executableAt: bigint }
  | { state: "executed"; settings: Setting[] };

/**
 * Takes the settings that are missing one step further through the timelock: proposes them, or executes them when they
 * are due. Calling it again after the delay finishes the work; calling it when all is done does nothing.
 *
 * @param wallet of the timelock's proposer
 */
export async function advanceSettings(
  client: PublicClient,
  wallet: WalletClient<Transport, Chain, Account>,
  deployed: Deployed,
  parameters: Parameters,
): Promise<Progress> {
  const settings = await missingSettings(client, deployed, parameters);
  if (settings.length === 0) return { state: "complete" };
  const timelock = { address: addressOf(deployed, "TimelockController"), abi: timelockControllerAbi } as const;
  const { batch, executableAt } = await operationOf(client, timelock.address, settings);
  if (executableAt === 0n) {
    const delay = await client.readContract({ ...timelock, functionName: "getMinDelay" });
    const hash = await wallet.writeContract({
      ...timelock,
      functionName: "scheduleBatch",
      args: [...batch, delay],
    });
    const { blockNumber } = await client.waitForTransactionReceipt({ hash });
    const { timestamp } = await client.getBlock({ blockNumber });
    return { state: "scheduled", settings, executableAt: timestamp + delay };
  }
  const { timestamp } = await client.getBlock();
  if (timestamp < executableAt) return { state: "scheduled", settings, executableAt };
  const hash = await wallet.writeContract({ ...timelock, functionName: "executeBatch", args: batch });
  await client.waitForTransactionReceipt({ hash });
  return { state: "executed", settings };
}
