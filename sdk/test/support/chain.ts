import hre from "hardhat";
import type { Abi, Account, Address, EIP1193Provider, Hex } from "viem";
import { deployAll } from "../../../deploy/deploy.ts";
import { localA } from "../../../deploy/parameters/local.ts";
import { type Actor, connectActor, connectReader, type Reader } from "../../src/chain/actor.ts";
import type { Call } from "../../src/chain/call.ts";
import { type PersonaId, personaAccount } from "../../src/local/personas.ts";
import { type Network, networkOf } from "../../src/networks.ts";

/** A chain in this process with everything deployed, as the local stack has it. */
export interface TestChain {
  readonly network: Network;
  readonly reader: Reader;
  readonly provider: Pick<EIP1193Provider, "request">;
  readonly actor: (who: PersonaId | Account) => Actor;
  /** Mines a block that many seconds later. */
  readonly pass: (seconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function testChain(gateways: readonly string[] = []): Promise<TestChain> {
  const connection = await hre.network.create({
    network: "default",
    override: { chainId: 31337, allowUnlimitedContractSize: true },
  });
  await deployAll(hre, connection, localA);
  const provider = connection.provider as unknown as Pick<EIP1193Provider, "request">;
  const network: Network = { ...networkOf(31337, {}), gateways };
  const reader = connectReader(network, provider);
  const request = (method: string, params: unknown[]): Promise<unknown> =>
    connection.provider.request({ method, params });
  return {
    network,
    reader,
    provider,
    actor: (who) => connectActor(network, typeof who === "string" ? personaAccount(who, 31337) : who, provider),
    pass: async (seconds) => {
      await request("evm_increaseTime", [seconds]);
      await request("evm_mine", []);
    },
    close: async () => {
      await connection.close();
    },
  };
}

/** A 32-byte word with this number. */
export function word(value: number | bigint): Hex {
  return `0x${value.toString(16).padStart(64, "0")}`;
}

export function addressOf(actor: Actor): Address {
  return actor.wallet.account.address;
}

/** A call of a contract that is there for tests only. */
export async function mockCall(address: Address, name: string, functionName: string, args: readonly unknown[]) {
  const { abi } = await hre.artifacts.readArtifact(name);
  return { address, abi: abi as Call["abi"], functionName, args } satisfies Call;
}

/** Deploys a contract that is there for tests only, as one of `contracts/mocks`. */
export async function deployMock(actor: Actor, name: string, args: readonly unknown[] = []): Promise<Address> {
  const { abi, bytecode } = await hre.artifacts.readArtifact(name);
  const hash = await actor.wallet.deployContract({
    abi: abi as unknown as Abi,
    bytecode: bytecode as Hex,
    args: [...args],
    chain: null,
  });
  const { contractAddress } = await actor.client.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error(`${name} was not deployed`);
  return contractAddress;
}
