import { type Address, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { signTyped } from "../chain/signature.ts";
import { deadlineIn } from "../chain/time.ts";
import { deskAbi } from "../generated/abis/Desk.ts";
import { deskDomain, deskOf, randomNonce } from "./deskDomain.ts";
import type { Grant } from "./selling.ts";

/** A free right for one reader, once, as the owner of its data set signs it (`IGrants.Grant`). */
export interface SignableGrant extends Grant {
  /** Who gives; must own the data set when the grant is redeemed. */
  readonly owner: Address;
  /** Tells apart grants that are otherwise equal. */
  readonly nonce: bigint;
  /** Last second at which it may be redeemed. */
  readonly deadline: number;
}

export const grantTypes = {
  Grant: [
    { name: "dataset", type: "uint256" },
    { name: "owner", type: "address" },
    { name: "reader", type: "address" },
    { name: "duration", type: "uint40" },
    { name: "segments", type: "uint32" },
    { name: "fromVersion", type: "uint16" },
    { name: "laterVersions", type: "bool" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** EIP-712 message of a grant; signed by the owner of the data set. */
export function grantTypedData(chainId: number, desk: Address, grant: SignableGrant) {
  return { domain: deskDomain(chainId, desk), types: grantTypes, primaryType: "Grant", message: grant } as const;
}

/** What a grant is known by: the same as the contract's `grantDigest`. */
export function grantDigest(chainId: number, desk: Address, grant: SignableGrant): Hex {
  return hashTypedData(grantTypedData(chainId, desk, grant));
}

/** A grant with the owner's signature: hand it to its reader. */
export interface SignedGrant {
  readonly grant: SignableGrant;
  readonly signature: Hex;
}

/**
 * Signs a grant as the owner of its data set. Grants may be redeemed in any order, each once, by whoever has them.
 *
 * @param seconds how long it may be redeemed. Default: 30 days
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signGrant(actor: Actor, choice: Grant, seconds = 30 * 86_400): Promise<SignedGrant> {
  const { chainId, desk } = deskOf(actor);
  const owner = actor.wallet.account.address;
  const deadline = await deadlineIn(actor, seconds);
  const grant: SignableGrant = { ...choice, owner, nonce: randomNonce(), deadline };
  return { grant, signature: await signTyped(actor, grantTypedData(chainId, desk, grant), "signGrant") };
}

/** Gives the right that an owner signed for (`IGrants.redeem`). Anyone who has the signature. */
export function redeemGrant(desk: Address, { grant, signature }: SignedGrant): Call {
  return callOf(desk, deskAbi, "redeem", [grant, signature]);
}

/** Makes a grant void (`IGrants.withdrawGrant`). Only its owner. */
export function withdrawGrant(desk: Address, grant: SignableGrant): Call {
  return callOf(desk, deskAbi, "withdrawGrant", [grant]);
}

/**
 * Whether a grant was redeemed or withdrawn (`IGrants.isGrantUsed`).
 *
 * @throws `ChainUnreachable`
 */
export async function isGrantUsed(reader: Reader, grant: SignableGrant): Promise<boolean> {
  const { chainId, desk: address } = deskOf(reader);
  const { client, network } = reader;
  const args = [grantDigest(chainId, address, grant)] as const;
  try {
    return await client.readContract({ address, abi: deskAbi, functionName: "isGrantUsed", args });
  } catch (error) {
    throw explainError(error, { act: "isGrantUsed", network });
  }
}
