import { type Address, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { isSignedBy, signTyped } from "../chain/signature.ts";
import { deskAbi } from "../generated/abis/Desk.ts";
import { deskDomain, deskOf } from "./deskDomain.ts";

/** What one side of a deal gives to the other's owner (`IExchange.Side`). */
export interface Side {
  /** Who gives this right and gets the other one; must own the data set at the exchange. */
  readonly owner: Address;
  readonly dataset: bigint;
  /** Seconds; 0: for ever. */
  readonly duration: number;
  /** Bit i: segment i may be read. */
  readonly segments: number;
  readonly fromVersion: number;
  readonly laterVersions: boolean;
}

/** Data for data (`IExchange.Deal`). */
export interface Deal {
  readonly first: Side;
  readonly second: Side;
  /** Tells apart deals that are otherwise equal: see `randomNonce`. */
  readonly nonce: bigint;
  /** Last second at which it may be done. */
  readonly deadline: number;
}

export const dealTypes = {
  Deal: [
    { name: "first", type: "Side" },
    { name: "second", type: "Side" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint40" },
  ],
  Side: [
    { name: "owner", type: "address" },
    { name: "dataset", type: "uint256" },
    { name: "duration", type: "uint40" },
    { name: "segments", type: "uint32" },
    { name: "fromVersion", type: "uint16" },
    { name: "laterVersions", type: "bool" },
  ],
} as const;

/** EIP-712 message of a deal; signed by each side that does not send the transaction. */
export function dealTypedData(chainId: number, desk: Address, deal: Deal) {
  return { domain: deskDomain(chainId, desk), types: dealTypes, primaryType: "Deal", message: deal } as const;
}

/** What a deal is known by: the same as the contract's `dealDigest`. */
export function dealDigest(chainId: number, desk: Address, deal: Deal): Hex {
  return hashTypedData(dealTypedData(chainId, desk, deal));
}

/**
 * Signs a deal as one of its sides.
 *
 * @throws `UserRejected`
 */
export function signDeal(actor: Actor, deal: Deal): Promise<Hex> {
  const { chainId, desk } = deskOf(actor);
  return signTyped(actor, dealTypedData(chainId, desk, deal), "signDeal");
}

/**
 * Whether a side's signature of a deal would be taken.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the side's key needs the chain
 */
export function isDealSigned(reader: Reader, deal: Deal, side: Address, signature: Hex): Promise<boolean> {
  const { chainId, desk } = deskOf(reader);
  return isSignedBy(reader, side, dealDigest(chainId, desk, deal), signature);
}

/** Signatures of a deal's sides; that of the side who sends the transaction may be left out. */
export interface DealSignatures {
  readonly first?: Hex | undefined;
  readonly second?: Hex | undefined;
}

/** Gives both rights, or neither (`IExchange.exchange`). Anyone with both sides' consent. */
export function exchange(desk: Address, deal: Deal, signatures: DealSignatures): Call {
  return callOf(desk, deskAbi, "exchange", [deal, signatures.first ?? "0x", signatures.second ?? "0x"]);
}

/** Makes a deal void (`IExchange.withdrawDeal`). Only its sides. */
export function withdrawDeal(desk: Address, deal: Deal): Call {
  return callOf(desk, deskAbi, "withdrawDeal", [deal]);
}

/**
 * Whether a deal was done or withdrawn (`IExchange.isDealClosed`).
 *
 * @throws `ChainUnreachable`
 */
export async function isDealClosed(reader: Reader, deal: Deal): Promise<boolean> {
  const { chainId, desk: address } = deskOf(reader);
  const { client, network } = reader;
  const args = [dealDigest(chainId, address, deal)] as const;
  try {
    return await client.readContract({ address, abi: deskAbi, functionName: "isDealClosed", args });
  } catch (error) {
    throw explainError(error, { act: "isDealClosed", network });
  }
}
