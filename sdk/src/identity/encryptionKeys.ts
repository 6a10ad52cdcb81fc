import { type Address, type Hex, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { encryptionKeysAbi } from "../generated/abis/EncryptionKeys.ts";
import { deployed } from "../networks.ts";

/** Publishes the caller's X25519 key (`IEncryptionKeys.publishKey`), in place of any before. */
export function publishKey(encryptionKeys: Address, publicKey: Hex): Call {
  return callOf(encryptionKeys, encryptionKeysAbi, "publishKey", [publicKey]);
}

/** Revokes the caller's key (`IEncryptionKeys.clearKey`). */
export function clearKey(encryptionKeys: Address): Call {
  return callOf(encryptionKeys, encryptionKeysAbi, "clearKey", []);
}

/** X25519 key of an account, with the second at which it ends; undefined when it has none that is valid now. */
export async function keyOf(
  { client, network }: Reader,
  account: Address,
): Promise<{ key: Hex; validTo: number } | undefined> {
  const { encryptionKeys: address } = deployed(network);
  const [key, validTo] = await client.readContract({
    address,
    abi: encryptionKeysAbi,
    functionName: "keyOf",
    args: [account],
  });
  return key === zeroHash ? undefined : { key, validTo };
}
