import { type Address, bytesToHex, type Hex, hexToBytes, sha256, type TypedDataDefinition } from "viem";
import { type Bytes, concat, uintBe, utf8 } from "../data/bytes.ts";
import { hkdf } from "../data/keys.ts";
import { deterministicSignature, type SignTypedData } from "../identity/deterministicSignature.ts";

/** Shown in the wallet: what the signature is for, and why to be careful. */
export const SWAP_PURPOSE =
  "Derive the secrets of my swaps. Whoever has this signature can take what is locked for me half-way through a swap: sign it nowhere else.";

/** Message whose signature the secrets of an account's swaps are derived from. It names no chain: a swap spans two. */
export function swapSecretTypedData(account: Address) {
  return {
    domain: { name: "Tallystick swap", version: "1" },
    types: {
      SwapSecrets: [
        { name: "purpose", type: "string" },
        { name: "account", type: "address" },
      ],
    },
    primaryType: "SwapSecrets",
    message: { purpose: SWAP_PURPOSE, account },
  } as const;
}

/**
 * What the secrets of an account's swaps are derived from: its signature alone, so that they can be had again on another
 * device. The wallet is asked twice, since only one that signs the same way each time gives the same secrets tomorrow.
 *
 * @returns undefined when the wallet can't be relied on for it (smart accounts, random nonces): see `newSecretFile`
 */
export async function swapSeed(account: Address, sign: SignTypedData): Promise<Bytes | undefined> {
  const typedData = swapSecretTypedData(account) as TypedDataDefinition;
  const signature = await deterministicSignature(account, typedData, sign);
  return signature && hkdf(concat(hexToBytes(signature)), new Uint8Array(0), utf8("tallystick/1 swaps"));
}

/**
 * The secret of one swap: 32 bytes.
 *
 * @param counter a number of the account's that no other swap of its has, from 0 on
 */
export async function swapSecret(seed: Bytes, counter: number): Promise<Hex> {
  return bytesToHex(await hkdf(seed, new Uint8Array(0), concat(utf8("tallystick/1 swap secret"), uintBe(counter, 6))));
}

/** What a secret is locked by. */
export function hashlockOf(secret: Hex): Hex {
  return sha256(secret);
}

/** Counters that may be unused between two that were used: locks that were never mined. */
const GAP = 256;

/**
 * Counters that may be taken for the next secret. Who may begin swaps in several places at once (tabs, devices) takes one of
 * them by chance: two swaps under one secret, and who claims one tells the other's counterparty how to take that.
 *
 * @param next as `countersOf` answers
 */
export function unusedCounters(next: number): readonly number[] {
  return Array.from({ length: GAP / 2 }, (_, i) => next + i);
}

/**
 * Counters of the secrets behind hashlocks, found by trying: those of an account's locks are recovered from the chains and
 * the wallet alone.
 *
 * @param hashlocks of the account's locks, as the chains tell them
 * @returns the counter of each hashlock that is the account's; and the first that surely none has used
 */
export async function countersOf(
  seed: Bytes,
  hashlocks: Iterable<Hex>,
): Promise<{ readonly counters: ReadonlyMap<Hex, number>; readonly next: number }> {
  const wanted = new Set([...hashlocks].map((hashlock) => hashlock.toLowerCase()));
  const counters = new Map<Hex, number>();
  let last = -1;
  for (let counter = 0; counter <= last + GAP && wanted.size > 0; counter += 1) {
    const hashlock = hashlockOf(await swapSecret(seed, counter));
    if (!wanted.delete(hashlock)) continue;
    counters.set(hashlock, counter);
    last = counter;
  }
  return { counters, next: last + 1 + GAP / 2 };
}
