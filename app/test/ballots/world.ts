import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Actor, connectActor, connectReader, type Reader } from "@tallystick/sdk/chain/actor";
import { calldataOf } from "@tallystick/sdk/chain/call";
import { send } from "@tallystick/sdk/chain/send";
import { tallyTokenAbi } from "@tallystick/sdk/generated/abis/TallyToken";
import { type Ballot, ballotTypedData, encodeBallot, type WireBallot } from "@tallystick/sdk/governance/ballots";
import { type Choice, paramsOf, supportOf } from "@tallystick/sdk/governance/choice";
import { proposalId, propose, withProposer } from "@tallystick/sdk/governance/proposals";
import { type PersonaId, personaAccount } from "@tallystick/sdk/local/personas";
import { deployed, type Network, networkOf } from "@tallystick/sdk/networks";
import hre from "hardhat";
import {
  type Abi,
  type Account,
  type Address,
  createTestClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  type PrivateKeyAccount,
  stringToHex,
  type TestClient,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { deployAll } from "../../../deploy/deploy.ts";
import { localA } from "../../../deploy/parameters/local.ts";

const HOST = "127.0.0.1";
const chainId = 31337;

export const TALLY = 10n ** 18n;

/** A chain over HTTP with the DAO on it, and a folder. */
export interface World {
  readonly network: Network;
  readonly reader: Reader;
  readonly client: TestClient;
  readonly port: number;
  readonly folder: string;
  readonly governor: Address;
  readonly actor: (who: PersonaId | Account) => Actor;
  /** Gives each of them power. */
  readonly empower: (voters: readonly Address[], amount?: bigint) => Promise<void>;
  /** A proposal, and whether its vote is to have begun. */
  readonly propose: (text: string, isActive?: boolean) => Promise<bigint>;
  /** Mines a block so many seconds later. */
  readonly pass: (seconds: number) => Promise<void>;
  /** Deploys a mock. */
  readonly deploy: (name: string, args: readonly unknown[]) => Promise<Address>;
  readonly close: () => Promise<void>;
}

/** Keys of voters who never send anything themselves; another family of them for each name. */
export function votersOf(name: string, count: number): PrivateKeyAccount[] {
  return Array.from({ length: count }, (_, i) => privateKeyToAccount(keyOf(name, i)));
}

export const keyOf = (name: string, index: number): Hex => keccak256(stringToHex(`${name} ${index}`));

export async function startWorld(): Promise<World> {
  const server = await hre.network.createServer({ network: "chainA" }, HOST, 0);
  const { port } = await server.listen();
  const rpc = `http://${HOST}:${port}`;
  const client = createTestClient({ mode: "hardhat", transport: http(rpc) });
  const provider = { request: client.request } as unknown as Parameters<typeof deployAll>[1]["provider"];
  await deployAll(hre, { provider }, localA);
  const network: Network = { ...networkOf(chainId, {}), rpcUrls: [rpc] };
  const folder = mkdtempSync(join(tmpdir(), "tallystick-ballots-"));
  const actor = (who: PersonaId | Account): Actor =>
    connectActor(network, typeof who === "string" ? personaAccount(who, chainId) : who);
  const { tallyGovernor: governor, tallyToken, timelock } = deployed(network);
  const request = client.request as (args: { method: string; params?: unknown }) => Promise<unknown>;
  let proposed = 0n;
  const pass = async (seconds: number): Promise<void> => {
    await request({ method: "evm_increaseTime", params: [seconds] });
    await request({ method: "evm_mine", params: [] });
  };
  return {
    network,
    reader: connectReader(network),
    client,
    port,
    folder,
    governor,
    actor,
    async empower(voters, amount = TALLY) {
      const from = personaAccount("deployer", chainId).address;
      for (const voter of voters) {
        const data = encodeFunctionData({ abi: tallyTokenAbi, functionName: "transfer", args: [voter, amount] });
        await request({ method: "eth_sendTransaction", params: [{ from, to: tallyToken, data, gas: "0x493e0" }] });
      }
    },
    async propose(text, isActive = true) {
      const deployer = actor("deployer");
      // The same actions can't be voted on twice at once.
      proposed += 1n;
      const call = { address: tallyToken, abi: tallyTokenAbi, functionName: "transfer", args: [timelock, proposed] };
      const actions = [{ target: tallyToken, value: 0n, data: calldataOf(call) }];
      await send(deployer, propose(governor, actions, text));
      if (isActive) await pass(Number(localA.governance.votingDelay) + 1);
      return proposalId(chainId, governor, actions, withProposer(text, deployer.wallet.account.address));
    },
    pass,
    async deploy(name, args) {
      const { abi, bytecode } = await hre.artifacts.readArtifact(name);
      const { wallet, client: reading } = actor("deployer");
      const hash = await wallet.deployContract({
        abi: abi as unknown as Abi,
        bytecode: bytecode as Hex,
        args: [...args],
        chain: null,
      });
      const { contractAddress } = await reading.waitForTransactionReceipt({ hash });
      if (!contractAddress) throw new Error(`${name} was not deployed`);
      return contractAddress;
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const FOREVER = 2 ** 48 - 1;

export interface Wish {
  readonly proposalId: bigint;
  readonly choice?: Choice;
  readonly deadline?: number;
  /** The wallet that the key signs for. */
  readonly voter?: Address;
}

/** A ballot as it travels, signed by a key. */
export async function signed(world: Pick<World, "governor">, key: PrivateKeyAccount, wish: Wish): Promise<WireBallot> {
  const { proposalId: id, choice = "for", deadline = FOREVER, voter = key.address } = wish;
  const ballot: Ballot = { proposalId: id, voter, support: supportOf(choice), params: paramsOf(choice), deadline };
  const signature = await key.signTypedData(ballotTypedData(chainId, world.governor, ballot));
  return encodeBallot({ ...ballot, signature });
}
