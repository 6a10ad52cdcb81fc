import { type Address, bytesToHex, type Hex, hexToBytes, sha256, type TypedDataDefinition } from "viem";
import { type Bytes, concat, uintBe, utf8 } from "../data/bytes.ts";
import { hkdf } from "../data/keys.ts";
import { deterministicSignature, type SignTypedData } from "../identity/deterministicSignature.ts";
import type { Lock } from "./lock.ts";
import { SALT_COUNTERS, saltCounter } from "./order.ts";

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

/** A counter by chance, of those that a lock's salt can tell. */
export function newCounter(): number {
  // 2^32 is a multiple of their number: each is as likely as any other.
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return random % SALT_COUNTERS;
}

/** What a new secret is locked by, and the counter of it, which its lock's salt must tell: by that it is found again. */
export interface NewSecret {
  readonly hashlock: Hex;
  readonly counter: number;
}

/**
 * A new secret for a swap (`takerLock`), of a counter by chance: two swaps under one secret, and who claims in one tells the
 * other's counterparty how to take that. So nothing that an account begins elsewhere (in another tab, on another device), that
 * is on its way to a chain, or that an endpoint hides, has to be known.
 *
 * @param known locks of the account, as far as they are seen: it is none of theirs
 */
export async function newSecret(seed: Bytes, known: Iterable<Pick<Lock, "hashlock">> = []): Promise<NewSecret> {
  const used = new Set([...known].map(({ hashlock }) => hashlock.toLowerCase()));
  for (;;) {
    const counter = newCounter();
    const hashlock = hashlockOf(await swapSecret(seed, counter));
    if (!used.has(hashlock)) return { hashlock, counter };
  }
}

/** What a lock tells of its secret. */
export type SaltedHash = Pick<Lock, "hashlock" | "salt">;

/** Counters that may be unused between two that no salt tells: locks that were never mined. */
const GAP = 64;

/**
 * Counters of the secrets behind locks: by what their salts tell, else by trying. Those of an account's locks are recovered
 * from the chains and the wallet alone.
 *
 * @param locks of the account, as the chains tell them
 * @returns the counter of each hashlock that is the account's; and the first that surely none of them has used
 */
export async function countersOf(
  seed: Bytes,
  locks: Iterable<SaltedHash>,
): Promise<{ readonly counters: ReadonlyMap<Hex, number>; readonly next: number }> {
  const counters = new Map<Hex, number>();
  const untold = new Set<string>();
  for (const { hashlock, salt } of locks) {
    const wanted = hashlock.toLowerCase() as Hex;
    if (counters.has(wanted)) continue;
    const told = await toldCounter(seed, wanted, saltCounter(salt));
    if (told === undefined) untold.add(wanted);
    else counters.set(wanted, told);
  }
  for (const hashlock of counters.keys()) untold.delete(hashlock);
  let last = -1;
  for (let counter = 0; counter <= last + GAP && untold.size > 0; counter += 1) {
    const hashlock = hashlockOf(await swapSecret(seed, counter));
    if (!untold.delete(hashlock)) continue;
    counters.set(hashlock, counter);
    last = counter;
  }
  return { counters, next: Math.max(-1, ...counters.values()) + 1 + GAP / 2 };
}

/** The counter that a salt tells, of this round or, where an agent counted on, the next. */
async function toldCounter(seed: Bytes, hashlock: Hex, told: number): Promise<number | undefined> {
  for (const counter of [told, told + SALT_COUNTERS]) {
    if (hashlockOf(await swapSecret(seed, counter)) === hashlock) return counter;
  }
  return undefined;
}
