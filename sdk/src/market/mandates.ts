import { type Address, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { signTyped } from "../chain/signature.ts";
import { deadlineIn } from "../chain/time.ts";
import { deskAbi } from "../generated/abis/Desk.ts";
import { deployed } from "../networks.ts";
import { deskDomain, deskOf, randomNonce } from "./deskDomain.ts";
import { readRight } from "./rights.ts";
import { offerId, type Terms } from "./terms.ts";

/** What a payer signs so that anyone may renew a right on his money, up to a cap (`IRenewals.Mandate`). */
export interface Mandate {
  /** Id of the offer that is bought from, at its price. */
  readonly offer: Hex;
  readonly payer: Address;
  /** Whose right is renewed. */
  readonly reader: Address;
  /** Base units that all renewals together may cost. */
  readonly cap: bigint;
  /** Seconds before the end of the right from which on it may be renewed. */
  readonly lead: number;
  /** Whether the payer's prepaid balance pays, or his allowance to the market. */
  readonly fromBalance: boolean;
  /** Tells apart mandates that are otherwise equal. */
  readonly nonce: bigint;
  /** Last second at which it may be used. */
  readonly deadline: number;
}

export const mandateTypes = {
  Mandate: [
    { name: "offer", type: "bytes32" },
    { name: "payer", type: "address" },
    { name: "reader", type: "address" },
    { name: "cap", type: "uint96" },
    { name: "lead", type: "uint32" },
    { name: "fromBalance", type: "bool" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** EIP-712 message of a mandate; signed by the payer. */
export function mandateTypedData(chainId: number, desk: Address, mandate: Mandate) {
  const domain = deskDomain(chainId, desk);
  return { domain, types: mandateTypes, primaryType: "Mandate", message: mandate } as const;
}

/** What a mandate is known by: the same as the contract's `mandateDigest`. */
export function mandateDigest(chainId: number, desk: Address, mandate: Mandate): Hex {
  return hashTypedData(mandateTypedData(chainId, desk, mandate));
}

/** A mandate with the payer's signature. */
export interface SignedMandate {
  readonly mandate: Mandate;
  readonly signature: Hex;
}

export interface MandateChoice {
  readonly terms: Terms;
  /** Default: the payer. */
  readonly reader?: Address | undefined;
  /** Base units that all renewals together may cost. */
  readonly cap: bigint;
  /** Seconds before the end of the right from which on it may be renewed. Default: one day. */
  readonly lead?: number | undefined;
  /** Default: the payer's allowance to the market pays. */
  readonly fromBalance?: boolean | undefined;
  /** How long it may be used, in seconds. Default: one year. */
  readonly seconds?: number | undefined;
}

/**
 * Signs a mandate as the payer. It costs nothing by itself: the allowance or the balance must be there when it is used.
 *
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signMandate(actor: Actor, choice: MandateChoice): Promise<SignedMandate> {
  const { chainId, desk } = deskOf(actor);
  const payer = actor.wallet.account.address;
  const mandate: Mandate = {
    offer: offerId(chainId, deployed(actor.network).market, choice.terms),
    payer,
    reader: choice.reader ?? payer,
    cap: choice.cap,
    lead: choice.lead ?? 86_400,
    fromBalance: choice.fromBalance ?? false,
    nonce: randomNonce(),
    deadline: await deadlineIn(actor, choice.seconds ?? 365 * 86_400),
  };
  return { mandate, signature: await signTyped(actor, mandateTypedData(chainId, desk, mandate), "signMandate") };
}

/** Buys one more term on a mandate (`IRenewals.renew`). Anyone who has the signature. */
export function renew(desk: Address, terms: Terms, { mandate, signature }: SignedMandate, evidence: Hex = "0x"): Call {
  return callOf(desk, deskAbi, "renew", [terms, evidence, mandate, signature]);
}

/** Ends a mandate (`IRenewals.withdrawMandate`). Only its payer. */
export function withdrawMandate(desk: Address, mandate: Mandate): Call {
  return callOf(desk, deskAbi, "withdrawMandate", [mandate]);
}

/** How far a mandate is used, and when it can be used next. */
export interface MandateStanding {
  /** Base units spent so far. */
  readonly spent: bigint;
  readonly withdrawn: boolean;
  /** How many more renewals the cap allows; undefined: the offer is free, so any number. */
  readonly renewalsLeft?: bigint | undefined;
  /** First second of the next renewal; undefined: the reader has no right that could be renewed, or it never ends. */
  readonly notBefore?: number | undefined;
}

/**
 * How a mandate stands (`IRenewals.mandateState`), by the rules of `renew`.
 *
 * @throws `ChainUnreachable`
 */
export async function mandateStanding(reader: Reader, terms: Terms, mandate: Mandate): Promise<MandateStanding> {
  const { chainId, desk: address } = deskOf(reader);
  const { client, network } = reader;
  const args = [mandateDigest(chainId, address, mandate)] as const;
  try {
    const [{ spent, until, withdrawn }, { right }] = await Promise.all([
      client.readContract({ address, abi: deskAbi, functionName: "mandateState", args }),
      readRight(reader, terms.dataset, mandate.reader),
    ]);
    const left = mandate.cap > spent ? mandate.cap - spent : 0n;
    const end = Math.max(right.until, until);
    const renewable = right.until !== 0 && !right.revoked && end - mandate.lead <= mandate.deadline;
    return {
      spent,
      withdrawn,
      renewalsLeft: terms.price === 0n ? undefined : left / terms.price,
      notBefore: renewable ? Math.max(0, end - mandate.lead) : undefined,
    };
  } catch (error) {
    throw explainError(error, { act: "mandateStanding", network });
  }
}
