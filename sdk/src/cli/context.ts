import { type Account, type Hex, isHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Actor, connectActor, connectReader, type Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import type { EncryptionKeyPair } from "../data/keyPair.ts";
import { tallystickError } from "../errors.ts";
import { deriveKeyPair } from "../identity/encryptionKeyPair.ts";
import { type PersonaId, personaAccount, personas } from "../local/personas.ts";
import { type Environment, type Network, networks } from "../networks.ts";
import { UsageError } from "./exitCode.ts";

export interface CommonValues {
  readonly network: string;
  readonly rpc?: string | undefined;
  readonly gateway?: readonly string[] | undefined;
  readonly persona?: string | undefined;
}

/** The network that was asked for, by id or chain id, with other addresses where they were given. */
export function networkFrom(values: CommonValues, env: Environment): Network {
  const all = networks(env);
  const found = all.find(({ id, chainId }) => id === values.network || String(chainId) === values.network);
  if (found === undefined)
    throw new UsageError(`--network "${values.network}" is not one of ${all.map(({ id }) => id).join(", ")}.`);
  return {
    ...found,
    rpcUrls: values.rpc === undefined ? found.rpcUrls : [values.rpc],
    gateways: values.gateway ?? found.gateways,
  };
}

/** Connects without an account. */
export async function readerFrom(values: CommonValues, env: Environment): Promise<Reader> {
  const reader = connectReader(networkFrom(values, env));
  await mustBeNetwork(reader);
  return reader;
}

/** Connects with the account of the environment, or of a persona on local chains. */
export async function actorFrom(values: CommonValues, env: Environment): Promise<Actor> {
  const network = networkFrom(values, env);
  const account = accountFrom(values, env, network);
  if (account === undefined)
    throw tallystickError("NoAccount", { reason: "neither TALLYSTICK_PRIVATE_KEY nor --persona is given" });
  const actor = connectActor(network, account);
  await mustBeNetwork(actor);
  return actor;
}

/** The account to act with, if one is given. */
export function accountFrom(values: CommonValues, env: Environment, network: Network): Account | undefined {
  const { persona } = values;
  if (persona !== undefined) {
    const known = personas.find(({ id }) => id === persona);
    if (known === undefined)
      throw new UsageError(`--persona "${persona}" is not one of ${personas.map(({ id }) => id).join(", ")}.`);
    return personaAccount(known.id as PersonaId, network.chainId);
  }
  const key = env.TALLYSTICK_PRIVATE_KEY?.trim();
  if (key === undefined || key === "") return undefined;
  const hex = (key.startsWith("0x") ? key : `0x${key}`) as Hex;
  // The key itself must not get into a message.
  if (!isHex(hex) || hex.length !== 66)
    throw tallystickError("NoAccount", { reason: "TALLYSTICK_PRIVATE_KEY is not 64 hexadecimal digits" });
  return privateKeyToAccount(hex);
}

async function mustBeNetwork({ client, network }: Reader): Promise<void> {
  const actual = await client.getChainId().catch((error: unknown) => {
    throw explainError(error, { act: "connecting", network });
  });
  if (actual !== network.chainId) throw tallystickError("WrongChain", { expected: network.chainId, actual });
}

/** Encryption key pair of the account: its key signs the same way each time. */
export async function keyPairOf(actor: Actor): Promise<EncryptionKeyPair> {
  const { account } = actor.wallet;
  const pair = await deriveKeyPair(account.address, (typedData) =>
    actor.wallet.signTypedData({ ...typedData, account }),
  );
  if (pair === undefined)
    throw tallystickError("KeyUnavailable", { account: account.address, reason: "its signatures differ each time" });
  return pair;
}
