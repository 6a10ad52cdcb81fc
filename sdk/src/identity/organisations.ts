import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { organisationsAbi } from "../generated/abis/Organisations.ts";
import { deployed } from "../networks.ts";

// Acts on organisations. Each makes a Call on the `Organisations` contract: send it, or sign it for the relay.

/** Registers an organisation that the caller owns. `profile`: sha-256 of a profile document, zero for none. */
export function registerOrganisation(organisations: Address, salt: Hex, profile: Hex): Call {
  return callOf(organisations, organisationsAbi, "register", [salt, profile]);
}

/** Names another profile document. Only the owner. */
export function setProfile(organisations: Address, org: Hex, profile: Hex): Call {
  return callOf(organisations, organisationsAbi, "setProfile", [org, profile]);
}

/** Offers the organisation to another account. Only the owner. */
export function offerOwnership(organisations: Address, org: Hex, to: Address): Call {
  return callOf(organisations, organisationsAbi, "offerOwnership", [org, to]);
}

/** Takes that offer back. Only the owner. */
export function cancelOwnershipOffer(organisations: Address, org: Hex): Call {
  return callOf(organisations, organisationsAbi, "cancelOffer", [org]);
}

/** Takes the organisation over. Only who it is offered to. */
export function acceptOwnership(organisations: Address, org: Hex): Call {
  return callOf(organisations, organisationsAbi, "acceptOwnership", [org]);
}

/** Ends an organisation with its last members. Only the owner. */
export function dissolveOrganisation(organisations: Address, org: Hex, members: readonly Address[]): Call {
  return callOf(organisations, organisationsAbi, "dissolve", [org, members]);
}

/** Gives an account exactly these roles until `expiry` (Unix seconds; `FOREVER`). The owner, or an officer. */
export function appoint(organisations: Address, org: Hex, account: Address, roles: bigint, expiry: number): Call {
  return callOf(organisations, organisationsAbi, "appoint", [org, account, roles, expiry]);
}

/** Takes all roles from an account. The owner, or an officer. */
export function dismiss(organisations: Address, org: Hex, account: Address): Call {
  return callOf(organisations, organisationsAbi, "dismiss", [org, account]);
}

/** Gives up all roles of the caller. */
export function resign(organisations: Address, org: Hex): Call {
  return callOf(organisations, organisationsAbi, "resign", [org]);
}

/** Id that `register` will give. */
export function organisationId(chainId: number, organisations: Address, founder: Address, salt: Hex): Hex {
  const parameters = [{ type: "uint256" }, { type: "address" }, { type: "address" }, { type: "bytes32" }] as const;
  return keccak256(encodeAbiParameters(parameters, [BigInt(chainId), organisations, founder, salt]));
}

export type OrganisationStatus = "none" | "active" | "dissolved";

export interface Organisation {
  readonly owner: Address;
  /** Accounts with an entry, ended ones included. */
  readonly members: number;
  readonly status: OrganisationStatus;
}

const statuses: readonly OrganisationStatus[] = ["none", "active", "dissolved"];

/** Reads an organisation. */
export async function organisationOf({ client, network }: Reader, org: Hex): Promise<Organisation> {
  const { organisations: address } = deployed(network);
  const found = await client.readContract({
    address,
    abi: organisationsAbi,
    functionName: "organisationOf",
    args: [org],
  });
  return { owner: found.owner, members: found.members, status: statuses[found.status] ?? "none" };
}

/** Roles of an account now (zero when ended) and when they end. */
export async function roleOf(
  { client, network }: Reader,
  org: Hex,
  account: Address,
): Promise<{ roles: bigint; expiry: number }> {
  const { organisations: address } = deployed(network);
  const [roles, expiry] = await client.readContract({
    address,
    abi: organisationsAbi,
    functionName: "roleOf",
    args: [org, account],
  });
  return { roles, expiry };
}

/** Whether an account has all of these roles now. */
export function hasRole({ client, network }: Reader, org: Hex, account: Address, roles: bigint): Promise<boolean> {
  const { organisations: address } = deployed(network);
  return client.readContract({ address, abi: organisationsAbi, functionName: "hasRole", args: [org, account, roles] });
}
