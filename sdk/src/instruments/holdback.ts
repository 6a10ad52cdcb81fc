import { type Address, encodeAbiParameters, type Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { holdbackAbi } from "../generated/abis/Holdback.ts";
import { holdbackAt } from "./contracts.ts";
import type { LotPlace } from "./quotes.ts";
import type { RecourseProof } from "./recourse.ts";
import type { ReceivableTerms } from "./terms.ts";

// Acts on a holdback: the contract that holds a lot on which an advance was paid. Each makes a Call.

/**
 * Takes in what the lot has brought, and shares it out: to the financier up to what is due to him, then to the seller
 * (`IHoldback.settle`). Anyone.
 */
export function settleHoldback(holdback: Address, { terms, inner }: LotPlace): Call {
  return callOf(holdback, holdbackAbi, "settle", [terms, inner]);
}

/** Demands payment from somebody who endorsed the lot with recourse (`IHoldback.demand`). Only the financier. */
export function demandByHoldback(
  holdback: Address,
  terms: ReceivableTerms,
  { inner, links, index }: RecourseProof,
): Call {
  return callOf(holdback, holdbackAbi, "demand", [terms, inner, [...links], BigInt(index)]);
}

/** Writes the lot off (`IHoldback.writeOff`). Only the financier. */
export function writeOffByHoldback(holdback: Address, { terms, inner }: LotPlace): Call {
  return callOf(holdback, holdbackAbi, "writeOff", [terms, inner]);
}

/** Sends what is kept for the caller, since a payment to him was refused (`IHoldback.withdraw`). */
export function withdrawFromHoldback(holdback: Address, token: Address, to: Address): Call {
  return callOf(holdback, holdbackAbi, "withdraw", [token, to]);
}

/** What both parties of an advance agreed (`IHoldback.Deal`). */
export interface HoldbackDeal {
  readonly financier: Address;
  readonly seller: Address;
  /** Base units. */
  readonly advance: bigint;
  /** Base units. */
  readonly fee: bigint;
  /** Interest on the advance, basis points a year. */
  readonly rateBps: number;
  /** Day of the advance, counted from 1 January 1970, UTC. */
  readonly startDay: number;
  /** First 27 bytes of the hash of the receivable's terms. */
  readonly terms: Hex;
}

/**
 * Reads what was agreed (`IHoldback.deal`).
 *
 * @throws `ChainUnreachable`
 */
export function holdbackDeal(reader: Reader, holdback: Address): Promise<HoldbackDeal> {
  return readView(reader, holdbackAt(holdback), "deal", []);
}

/** What is due to the financier, in base units. */
export interface HoldbackDue {
  /** Of the advance. */
  readonly principal: bigint;
  /** Interest and fee. */
  readonly charges: bigint;
}

/**
 * What is due to the financier today (`IHoldback.due`).
 *
 * @throws `ChainUnreachable`
 */
export async function holdbackDue(reader: Reader, holdback: Address): Promise<HoldbackDue> {
  const [principal, charges] = await readView(reader, holdbackAt(holdback), "due", []);
  return { principal, charges };
}

/**
 * What is kept for an account, in base units (`IHoldback.keptFor`).
 *
 * @throws `ChainUnreachable`
 */
export function keptByHoldback(reader: Reader, holdback: Address, account: Address, token: Address): Promise<bigint> {
  return readView(reader, holdbackAt(holdback), "keptFor", [account, token]);
}

/**
 * A holdback's own signature (ERC-1271): of what financier and seller both signed, as a credit note or an extension of the
 * lot that it holds.
 */
export function holdbackSignature(signatures: { readonly financier: Hex; readonly seller: Hex }): Hex {
  return encodeAbiParameters([{ type: "bytes" }, { type: "bytes" }], [signatures.financier, signatures.seller]);
}
