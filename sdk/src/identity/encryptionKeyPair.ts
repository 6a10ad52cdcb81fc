import {
  type Address,
  type Hex,
  hexToBytes,
  isAddressEqual,
  recoverTypedDataAddress,
  type TypedDataDefinition,
} from "viem";
import { type Bytes, concat, utf8 } from "../data/bytes.ts";
import { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "../data/keyPair.ts";
import { hkdf } from "../data/keys.ts";
import { tallystickError } from "../errors.ts";

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

/** Asks the wallet for a typed data signature. */
export type SignTypedData = (typedData: TypedDataDefinition) => Promise<Hex>;

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
  const typedData = encryptionKeyTypedData(account);
  const first = normalSignature(await sign(typedData as TypedDataDefinition));
  if (first === undefined) return undefined;
  const signer = await recoverTypedDataAddress({ ...typedData, signature: first }).catch(() => undefined);
  if (signer === undefined || !isAddressEqual(signer, account)) return undefined;
  const second = normalSignature(await sign(typedData as TypedDataDefinition));
  return first === second ? keyPairFromSeed(await seedFromSignature(first)) : undefined;
}

/** A 65-byte signature with v as 27 or 28 (some hardware says 0 or 1); undefined for any other kind. */
function normalSignature(signature: Hex): Hex | undefined {
  if (!/^0x[0-9a-fA-F]{130}$/.test(signature)) return undefined;
  const v = Number.parseInt(signature.slice(-2), 16);
  const parity = v < 27 ? v : v - 27;
  if (parity !== 0 && parity !== 1) return undefined;
  return `${signature.slice(0, -2).toLowerCase()}${(27 + parity).toString(16)}` as Hex;
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
