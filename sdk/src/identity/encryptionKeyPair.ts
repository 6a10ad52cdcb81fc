import { type Address, type Hex, hexToBytes, type TypedDataDefinition } from "viem";
import { type Bytes, concat, utf8 } from "../data/bytes.ts";
import { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "../data/keyPair.ts";
import { hkdf } from "../data/keys.ts";
import { tallystickError } from "../errors.ts";
import { deterministicSignature, type SignTypedData } from "./deterministicSignature.ts";

/** Shown in the wallet: what the signature is for, and why to be careful. */
export const KEY_PURPOSE =
  "Derive my Tallystick encryption key. Whoever has this signature can read the data that I have bought: sign it nowhere else.";

/** Message whose signature an account's encryption key is derived from. It names no chain: one key for all. */
export function encryptionKeyTypedData(account: Address) {
  return {
    domain: { name: "Tallystick", version: "1" },
    types: {
      EncryptionKey: [
        { name: "purpose", type: "string" },
        { name: "account", type: "address" },
      ],
    },
    primaryType: "EncryptionKey",
    message: { purpose: KEY_PURPOSE, account },
  } as const;
}

/** Seed of an encryption key: HKDF of the signature. */
export function seedFromSignature(signature: Hex): Promise<Bytes> {
  return hkdf(concat(hexToBytes(signature)), new Uint8Array(0), utf8("tallystick/1 x25519"));
}

/**
 * Encryption key pair of an account, from its wallet's signature: nothing needs storing. Signs twice, since only a wallet
 * that signs the same message in the same way gives the same key tomorrow.
 *
 * @returns undefined when the wallet can't be relied on for it (smart accounts, random nonces): use `storedKeyPair`
 */
export async function deriveKeyPair(account: Address, sign: SignTypedData): Promise<EncryptionKeyPair | undefined> {
  const typedData = encryptionKeyTypedData(account) as TypedDataDefinition;
  const signature = await deterministicSignature(account, typedData, sign);
  return signature && keyPairFromSeed(await seedFromSignature(signature));
}

/** Where a random seed is kept for an account whose signature can't serve; in the browser, IndexedDB. */
export interface SeedStore {
  readonly load: (account: Address) => Promise<Hex | undefined>;
  readonly save: (account: Address, seed: Hex) => Promise<void>;
}

/** Key pair of a seed kept in `store`, made on first use. Whoever loses the store loses what only this key opens. */
export async function storedKeyPair(account: Address, store: SeedStore): Promise<EncryptionKeyPair> {
  const kept = await store.load(account);
  if (kept !== undefined) {
    if (!/^0x[0-9a-fA-F]{64}$/.test(kept)) {
      throw tallystickError("KeyUnavailable", { account, reason: "the stored seed is damaged" });
    }
    return keyPairFromSeed(concat(hexToBytes(kept)));
  }
  const seed = randomSeed();
  await store.save(account, `0x${Array.from(seed, (byte) => byte.toString(16).padStart(2, "0")).join("")}`);
  return keyPairFromSeed(seed);
}

/** The account's key pair: derived where the wallet allows it, else stored. */
export async function encryptionKeyPair(
  account: Address,
  sign: SignTypedData,
  store: SeedStore,
): Promise<EncryptionKeyPair> {
  // A stored seed means that the wallet was found unfit before: don't ask it twice again.
  if ((await store.load(account)) !== undefined) return storedKeyPair(account, store);
  return (await deriveKeyPair(account, sign)) ?? storedKeyPair(account, store);
}
