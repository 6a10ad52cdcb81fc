import { type Address, type Hex, zeroAddress } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { signTyped } from "../chain/signature.ts";
import { depositAddressAbi } from "../generated/abis/DepositAddress.ts";
import { type Deposit, depositStruct } from "./depositTerms.ts";

// Acts on `DepositAddress`. Each makes a Call: send it, batch it, or sign it for the relay. Locking is none of them: it is a
// transfer to the address (`depositAddress`).

/** Claims for the recipient, when the whole amount is there (`IDepositAddress.claim`). Anyone with the secret. */
export function claimDeposit(contract: Address, deposit: Deposit, preimage: Hex): Call {
  return callOf(contract, depositAddressAbi, "claim", [preimage, depositStruct(deposit)]);
}

/** Refunds whatever is there, from the timelock on (`IDepositAddress.refund`). Anyone; he gets the tip. */
export function refundDeposit(contract: Address, deposit: Deposit): Call {
  return callOf(contract, depositAddressAbi, "refund", [depositStruct(deposit)]);
}

/**
 * Refunds at any time, by the recipient's consent (`IDepositAddress.refundEarly`). Anyone with it; the recipient himself
 * needs no signature.
 *
 * @param consent see `signDepositRefund`
 */
export function refundDepositEarly(
  contract: Address,
  deposit: Deposit,
  { deadline, signature }: { readonly deadline: bigint; readonly signature: Hex },
): Call {
  return callOf(contract, depositAddressAbi, "refundEarly", [depositStruct(deposit), deadline, signature]);
}

/**
 * Pays the refundee what is at the address after the end (`IDepositAddress.sweep`). Anyone.
 *
 * @param token zero, and by default: ether
 */
export function sweepDeposit(contract: Address, deposit: Deposit, token: Address = zeroAddress): Call {
  return callOf(contract, depositAddressAbi, "sweep", [depositStruct(deposit), token]);
}

/** A recipient's consent to a refund before the timelock. An address ends once, so it can be used once. */
export interface DepositRefund {
  /** See `depositId`. */
  readonly id: Hex;
  /** Last second at which it may be used. */
  readonly deadline: bigint;
}

const types = {
  EarlyRefund: [
    { name: "id", type: "bytes32" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** EIP-712 data of a consent. */
export function depositRefundTypedData(chainId: number, contract: Address, { id, deadline }: DepositRefund) {
  const domain = { name: "Tallystick DepositAddress", version: "1", chainId, verifyingContract: contract } as const;
  return { domain, types, primaryType: "EarlyRefund", message: { id, deadline } } as const;
}

/**
 * Signs the recipient's consent to a refund before the timelock.
 *
 * @param actor the recipient
 * @throws `UserRejected`
 */
export function signDepositRefund(actor: Actor, contract: Address, consent: DepositRefund): Promise<Hex> {
  return signTyped(actor, depositRefundTypedData(actor.network.chainId, contract, consent), "refundEarly");
}

/** What is at a deposit address. */
export interface DepositState {
  /** Base units of the agreed token. */
  readonly held: bigint;
  /** It was claimed or refunded: what is there now is the refundee's. */
  readonly hasEnded: boolean;
}

/**
 * What is at a deposit address (`IDepositAddress.stateOf`).
 *
 * @param blockNumber as of which block, for how deep it is. Default: the newest
 * @throws `ChainUnreachable`
 */
export async function readDeposit(
  reader: Reader,
  contract: Address,
  deposit: Deposit,
  blockNumber?: bigint,
): Promise<DepositState> {
  const place = { address: contract, abi: depositAddressAbi };
  const [held, hasEnded] = await readView(reader, place, "stateOf", [depositStruct(deposit)], blockNumber);
  return { held, hasEnded };
}
