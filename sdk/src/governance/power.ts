import { type Address, type Hex, hashTypedData, isAddressEqual, parseSignature, zeroAddress } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { contractError } from "../chain/explainError.ts";
import { readView } from "../chain/readView.ts";
import { isSignedByKey, signTyped } from "../chain/signature.ts";
import { chainTime } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { addressOf, amountOf, type Fault, integerOf, objectOf, signatureOf } from "../gateway/fields.ts";
import { tallyTokenAbi } from "../generated/abis/TallyToken.ts";
import { tokenDomain } from "../market/token.ts";
import { deployed } from "../networks.ts";
import { tallyTokenOf } from "./contracts.ts";

/** Who has the power that was renounced: an account whose key nobody has (`TallyToken.NOBODY`). */
export const NOBODY: Address = "0x000000000000000000000000000000000000dEaD";

/** Gives one's power to another, or to oneself again (`IVotes.delegate`). The tokens stay where they are. */
export function delegate(token: Address, to: Address): Call {
  return callOf(token, tallyTokenAbi, "delegate", [to]);
}

/** Leaves one's power to nobody until one delegates again (`ITallyToken.renouncePower`). The tokens stay usable. */
export function renouncePower(token: Address): Call {
  return callOf(token, tallyTokenAbi, "renouncePower", []);
}

/** What a holder signs to delegate (ERC-5805). */
export interface Delegation {
  readonly delegatee: Address;
  /** The holder's next; permits of the token count on the same one. */
  readonly nonce: bigint;
  /** Last Unix second in which it may be sent. */
  readonly expiry: number;
}

/** A delegation that anyone may send. */
export interface SignedDelegation extends Delegation {
  readonly delegator: Address;
  /** By the delegator's key: contract wallets delegate by transaction. */
  readonly signature: Hex;
}

const types = {
  Delegation: [
    { name: "delegatee", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "expiry", type: "uint256" },
  ],
} as const;

/**
 * EIP-712 message of a delegation, with the token's own domain.
 *
 * @throws `ChainUnreachable`
 */
export async function delegationTypedData(reader: Reader, { delegatee, nonce, expiry }: Delegation) {
  const domain = await tokenDomain(reader, deployed(reader.network).tallyToken);
  return { domain, types, primaryType: "Delegation", message: { delegatee, nonce, expiry: BigInt(expiry) } } as const;
}

/**
 * Completes a delegation with the holder's next nonce and its last second.
 *
 * @param seconds how long it may be sent. Default: one day
 * @throws `TallyToken_ZeroDelegate`, `ChainUnreachable`
 */
export async function prepareDelegation(
  reader: Reader,
  delegator: Address,
  to: Address,
  seconds = 86_400,
): Promise<Delegation> {
  if (isAddressEqual(to, zeroAddress)) throw contractError("TallyToken_ZeroDelegate", { account: delegator });
  const [nonce, now] = await Promise.all([
    readView(reader, tallyTokenOf(reader.network), "nonces", [delegator]),
    chainTime(reader),
  ]);
  return { delegatee: to, nonce, expiry: now + seconds };
}

/**
 * Signs a delegation for anyone to send (`submitDelegation`): it costs the holder nothing.
 *
 * @param to who gets the power; oneself takes it back
 * @param seconds how long it may be sent. Default: one day
 * @throws `TallyToken_ZeroDelegate`, `UserRejected`, `ChainUnreachable`
 */
export async function signDelegation(actor: Actor, to: Address, seconds?: number): Promise<SignedDelegation> {
  const delegator = actor.wallet.account.address;
  const delegation = await prepareDelegation(actor, delegator, to, seconds);
  const signature = await signTyped(actor, await delegationTypedData(actor, delegation), "signDelegation");
  return { ...delegation, delegator, signature };
}

/**
 * Sends what a holder signed (`IVotes.delegateBySig`). Anyone. Warning: the token takes whoever the signature leads to as
 * the delegator, so check it first (`isDelegationSigned`).
 */
export function submitDelegation(token: Address, { delegatee, nonce, expiry, signature }: SignedDelegation): Call {
  const { r, s, yParity } = parseSignature(signature);
  return callOf(token, tallyTokenAbi, "delegateBySig", [delegatee, nonce, BigInt(expiry), 27 + yParity, r, s]);
}

/**
 * Whether a delegation is signed by its delegator's key. Whether its nonce is still the next is another question.
 *
 * @throws `ChainUnreachable`: the token is asked for its domain
 */
export async function isDelegationSigned(reader: Reader, signed: SignedDelegation): Promise<boolean> {
  const digest = hashTypedData(await delegationTypedData(reader, signed));
  return isSignedByKey(signed.delegator, digest, signed.signature);
}

/** Why a signed delegation can't be sent any more: the token's error that it would end in. */
export type DelegationFault = "InvalidAccountNonce" | "VotesExpiredSignature";

/**
 * Whether a signed delegation can still be sent; undefined: it can. One that was sent, or followed by a permit or another
 * delegation, can't.
 *
 * @throws `ChainUnreachable`
 */
export async function checkDelegation(
  reader: Reader,
  { delegator, nonce, expiry }: SignedDelegation,
): Promise<DelegationFault | undefined> {
  const [next, now] = await Promise.all([
    readView(reader, tallyTokenOf(reader.network), "nonces", [delegator]),
    chainTime(reader),
  ]);
  if (nonce !== next) return "InvalidAccountNonce";
  return now > expiry ? "VotesExpiredSignature" : undefined;
}

/** A signed delegation as JSON. */
export interface WireDelegation {
  readonly delegator: Address;
  readonly delegatee: Address;
  /** Decimal. */
  readonly nonce: string;
  readonly expiry: number;
  readonly signature: Hex;
}

/** A signed delegation in its JSON form. */
export function encodeDelegation(signed: SignedDelegation): WireDelegation {
  const { delegator, delegatee, nonce, expiry, signature } = signed;
  return { delegator, delegatee, nonce: nonce.toString(), expiry, signature };
}

/**
 * Reads a delegation's JSON form. It is checked for its form alone: see `isDelegationSigned`.
 *
 * @throws `BadDelegation` with the field and the reason
 */
export function decodeDelegation(value: unknown): SignedDelegation {
  const fault: Fault = (field, reason) => tallystickError("BadDelegation", { field, reason });
  const fields = objectOf(value, "delegation", fault);
  return {
    delegator: addressOf(fields, "delegator", fault),
    delegatee: addressOf(fields, "delegatee", fault),
    nonce: amountOf(fields, "nonce", 256, fault),
    expiry: integerOf(fields, "expiry", 2 ** 48 - 1, fault),
    signature: signatureOf(fields, fault),
  };
}

/** What an account has in the DAO now. Amounts in base units. */
export interface Holding {
  readonly balance: bigint;
  /** Who has the power of its tokens: itself, another, or `NOBODY`. */
  readonly delegate: Address;
  readonly isRenounced: boolean;
  /** Its own tokens', if it kept that, and what was delegated to it. */
  readonly power: bigint;
}

/**
 * Reads what an account has in the DAO now.
 *
 * @throws `ChainUnreachable`
 */
export async function holdingOf(reader: Reader, account: Address): Promise<Holding> {
  const token = tallyTokenOf(reader.network);
  const args = [account] as const;
  const [balance, chosen, power] = await Promise.all([
    readView(reader, token, "balanceOf", args),
    readView(reader, token, "delegates", args),
    readView(reader, token, "getVotes", args),
  ]);
  return { balance, delegate: chosen, isRenounced: isAddressEqual(chosen, NOBODY), power };
}
