import { type Address, type Hex, size, stringToHex, zeroAddress } from "viem";
import type { credential, encryptionKey, organisation } from "../../schema/identity.ts";
import type { Origin } from "../origin.ts";

export type OrganisationRow = typeof organisation.$inferSelect;
export type CredentialRow = typeof credential.$inferSelect;
export type EncryptionKeyRow = typeof encryptionKey.$inferSelect;

/** ERC-1056 name of the attribute that holds an account's X25519 key. */
export const KEY_NAME = stringToHex("did/pub/X25519/enc", { size: 32 });

const UINT40_MAX = 2n ** 40n - 1n;

export function newOrganisation(origin: Origin, event: { org: Hex; founder: Address; profile: Hex }): OrganisationRow {
  return {
    chainId: origin.chainId,
    id: event.org,
    founder: event.founder,
    owner: event.founder,
    offeredTo: zeroAddress,
    profile: event.profile,
    memberCount: 0,
    status: "active",
    createdAt: origin.at,
  };
}

/** What is left of an organisation that was dissolved. */
export const dissolved = {
  owner: zeroAddress,
  offeredTo: zeroAddress,
  memberCount: 0,
  status: "dissolved",
} as const;

export function newCredential(
  origin: Origin,
  event: {
    credentialType: Hex;
    subject: Address;
    registrar: Address;
    expiry: number;
    evidence: Hex;
    mirror: Address;
  },
): CredentialRow {
  return {
    ...event,
    chainId: origin.chainId,
    expiry: BigInt(event.expiry),
    issuedAt: origin.at,
    status: "valid",
    endedBy: null,
    endedAt: null,
  };
}

/** An attribute event; undefined when it is of another attribute, or no key at all. */
export function keyInAttribute(event: {
  name: Hex;
  value: Hex;
  validTo: bigint;
}): { key: Hex; validTo: bigint } | undefined {
  if (event.name !== KEY_NAME || size(event.value) !== 32) return undefined;
  const validTo = event.validTo > UINT40_MAX ? UINT40_MAX : event.validTo;
  return { key: event.value, validTo };
}

/**
 * The key an account has after a key was published or revoked. A revocation (validTo zero) of another key than the
 * present one changes nothing; publishing replaces.
 */
export function keyAfter(
  origin: Origin,
  account: Address,
  before: EncryptionKeyRow | null,
  change: { key: Hex; validTo: bigint },
): EncryptionKeyRow {
  const row = { chainId: origin.chainId, account, updatedAt: origin.at };
  if (change.validTo !== 0n) return { ...row, ...change };
  if (before !== null && before.key !== change.key) return before;
  return { ...row, key: null, validTo: 0n };
}
