import { type Address, getAddress, type Hex, isAddressEqual, keccak256, slice, zeroAddress, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { type KnownContracts, knownAt } from "./known.ts";

/** An account that somebody may be taken for. */
export interface NamedAccount {
  readonly address: Address;
  readonly name: string;
}

/** An address that is easily taken for another: it begins and ends like it. */
export interface LookAlike {
  readonly address: Address;
  readonly like: NamedAccount;
  /** Digits that are the same at the beginning (without 0x) and at the end. */
  readonly first: number;
  readonly last: number;
}

// Addresses are shown with four digits at both ends; two of the eight may differ and still be overlooked. By chance one of
// a hundred known accounts is so much like another in one case of 100,000.
const MIN_TOGETHER = 6;
const MIN_EACH = 2;

/** Which of the known accounts an address looks like without being one of them. */
export function lookAlikes(address: Address, known: readonly NamedAccount[]): readonly LookAlike[] {
  if (known.some((each) => isAddressEqual(each.address, address))) return [];
  const digits = address.slice(2).toLowerCase();
  return known.flatMap((like) => {
    const other = like.address.slice(2).toLowerCase();
    const first = sameDigits(digits, other);
    const last = sameDigits(reversed(digits), reversed(other));
    const isAlike = first + last >= MIN_TOGETHER && Math.min(first, last) >= MIN_EACH;
    return isAlike ? [{ address: getAddress(address), like, first, last }] : [];
  });
}

function sameDigits(one: string, other: string): number {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return same;
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}

/**
 * What to know about the code that a call's target runs: none at all; another than when the proposal was made; it is a
 * proxy, whose own code stays while `implementation` may be changed; an account with a key that lends itself code
 * (EIP-7702), or one that is not known by name.
 */
export type TargetWarning =
  | { readonly kind: "noCode" }
  | { readonly kind: "codeChanged"; readonly frozen: Hex; readonly now: Hex }
  | { readonly kind: "proxy"; readonly implementation: Address }
  | { readonly kind: "lentCode"; readonly implementation: Address }
  | { readonly kind: "unknown" };

// EIP-1967: implementation and beacon; EIP-1167: a minimal proxy; EIP-7702: an account that lends itself code.
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
const BEACON_SLOT = "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50";
const MINIMAL_PROXY = /^0x363d3d373d3d3d363d73([0-9a-f]{40})5af43d82803e903d91602b57fd5bf3$/;
const LENT_CODE = /^0xef0100([0-9a-f]{40})$/;

/**
 * Looks at a target's code.
 *
 * @param frozen hash of its code when the proposal was made, if it was made
 * @throws `ChainUnreachable`
 */
export async function targetWarnings(
  { client, network }: Reader,
  target: Address,
  known: KnownContracts,
  frozen?: Hex,
): Promise<readonly TargetWarning[]> {
  try {
    const [code, implementation, beacon] = await Promise.all([
      client.getCode({ address: target }),
      client.getStorageAt({ address: target, slot: IMPLEMENTATION_SLOT }),
      client.getStorageAt({ address: target, slot: BEACON_SLOT }),
    ]);
    const now = code === undefined ? zeroHash : keccak256(code);
    const warnings: TargetWarning[] = [];
    if (code === undefined) warnings.push({ kind: "noCode" });
    if (frozen !== undefined && frozen !== now) warnings.push({ kind: "codeChanged", frozen, now });
    const behind = accountIn(implementation) ?? accountIn(beacon) ?? matched(code, MINIMAL_PROXY);
    if (behind !== undefined) warnings.push({ kind: "proxy", implementation: behind });
    const lent = matched(code, LENT_CODE);
    if (lent !== undefined) warnings.push({ kind: "lentCode", implementation: lent });
    if (knownAt(known, target) === undefined) warnings.push({ kind: "unknown" });
    return warnings;
  } catch (error) {
    throw explainError(error, { act: "targetWarnings", network });
  }
}

function accountIn(word: Hex | undefined): Address | undefined {
  if (word === undefined || word.length !== 66) return undefined;
  const account = getAddress(slice(word, 12));
  return account === zeroAddress ? undefined : account;
}

function matched(code: Hex | undefined, pattern: RegExp): Address | undefined {
  const digits = pattern.exec(code ?? "")?.[1];
  return digits === undefined ? undefined : getAddress(`0x${digits}`);
}
