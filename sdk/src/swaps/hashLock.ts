import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { type Lock, packTerms, tokenIdOf, tokenOf } from "./lock.ts";

// Acts on `HashLock`. Each makes a Call: send it, batch it, or sign it for the relay.

/** A call, and the ether that goes with it. */
export interface PaidCall extends Call {
  readonly value: bigint;
}

/** An ERC-2612 permit for the hash lock (`IHashLock.Permit`). */
export interface LockPermit {
  readonly value: bigint;
  /** Unix seconds. */
  readonly deadline: bigint;
  readonly v: number;
  readonly r: Hex;
  readonly s: Hex;
}

/** An ERC-3009 authorisation whose nonce is `lockNonce` (`IHashLock.Authorization`). */
export interface LockAuthorization {
  readonly payer: Address;
  /** Unix seconds, exclusive. */
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  readonly signature: Hex;
}

/**
 * Locks: ether by value, an ERC-20 by allowance (`approve`), an ERC-721 or a lot by approval
 * (`IHashLock.lockETH`, `lockToken`, `lockItem`). Anyone, who pays.
 */
export function lockAsset(hashLock: Address, lock: Lock): PaidCall {
  const { asset, amount, hashlock, recipient, refundee, tip } = lock;
  if (asset.kind === "native") {
    const args = [packTerms(lock), hashlock, recipient, refundee] as const;
    return { ...callOf(hashLock, hashLockAbi, "lockETH", args), value: amount };
  }
  if (asset.kind === "erc20") return { ...callOf(hashLock, hashLockAbi, "lockToken", [moneyOf(lock)]), value: 0n };
  return { ...callOf(hashLock, hashLockAbi, "lockItem", [itemOf(lock)]), value: tip };
}

/** Locks an ERC-20, paid by a permit of the caller (`IHashLock.lockTokenWithPermit`). */
export function lockWithPermit(hashLock: Address, lock: Lock, permit: LockPermit): Call {
  return callOf(hashLock, hashLockAbi, "lockTokenWithPermit", [moneyOf(lock), permit]);
}

/** Locks an ERC-20, paid by one signature of the payer (`IHashLock.lockTokenWithAuthorization`). Anyone may send it. */
export function lockWithAuthorization(hashLock: Address, lock: Lock, authorization: LockAuthorization): Call {
  return callOf(hashLock, hashLockAbi, "lockTokenWithAuthorization", [moneyOf(lock), authorization]);
}

/** Claims for the recipient (`IHashLock.claim`, `claimItem`). Anyone with the secret; he gets the tip. */
export function claimLock(hashLock: Address, lock: Lock, preimage: Hex): Call {
  if (!isMoney(lock)) {
    const { hashlock: _, ...terms } = itemOf(lock);
    return callOf(hashLock, hashLockAbi, "claimItem", [{ preimage, ...terms }]);
  }
  return callOf(hashLock, hashLockAbi, "claim", [claimOf(lock, preimage)]);
}

/**
 * Claims many locks of ether and ERC-20 at once, all or none (`IHashLock.claimMany`).
 *
 * @throws RangeError: one of them is a token by id
 */
export function claimLocks(
  hashLock: Address,
  claims: readonly { readonly lock: Lock; readonly preimage: Hex }[],
): Call {
  const all = claims.map(({ lock, preimage }) => claimOf(requireMoney(lock), preimage));
  return callOf(hashLock, hashLockAbi, "claimMany", [all]);
}

/** Refunds from the timelock on (`IHashLock.refund`, `refundItem`). Anyone; he gets the tip. */
export function refundLock(hashLock: Address, lock: Lock): Call {
  if (!isMoney(lock)) return callOf(hashLock, hashLockAbi, "refundItem", [itemOf(lock)]);
  return callOf(hashLock, hashLockAbi, "refund", [moneyOf(lock)]);
}

/**
 * Refunds many locks of ether and ERC-20 at once, all or none (`IHashLock.refundMany`).
 *
 * @throws RangeError: one of them is a token by id
 */
export function refundLocks(hashLock: Address, locks: readonly Lock[]): Call {
  return callOf(hashLock, hashLockAbi, "refundMany", [locks.map((lock) => moneyOf(requireMoney(lock)))]);
}

/**
 * Refunds at any time, by the recipient's consent (`IHashLock.refundEarly`, `refundItemEarly`). Anyone with it; the
 * recipient himself needs no signature.
 *
 * @param consent see `signEarlyRefund`
 */
export function refundLockEarly(
  hashLock: Address,
  lock: Lock,
  { deadline, signature }: { readonly deadline: bigint; readonly signature: Hex },
): Call {
  if (!isMoney(lock)) {
    return callOf(hashLock, hashLockAbi, "refundItemEarly", [itemOf(lock), deadline, signature]);
  }
  return callOf(hashLock, hashLockAbi, "refundEarly", [moneyOf(lock), deadline, signature]);
}

/**
 * Pays an account what was credited to it since it refused a payout (`IHashLock.withdraw`). Anyone.
 *
 * @param token zero: ether
 */
export function withdrawCredit(hashLock: Address, token: Address, account: Address): Call {
  return callOf(hashLock, hashLockAbi, "withdraw", [token, account]);
}

/** Pays the caller's credit to whom he names (`IHashLock.withdrawTo`). */
export function withdrawCreditTo(hashLock: Address, token: Address, to: Address): Call {
  return callOf(hashLock, hashLockAbi, "withdrawTo", [token, to]);
}

/**
 * In which block each lock was made; zero: it is not open (`IHashLock.lockedAt`).
 *
 * @param ids see `lockId`
 * @throws `ChainUnreachable`
 */
export function lockedAt(reader: Reader, hashLock: Address, ids: readonly Hex[]): Promise<readonly bigint[]> {
  return readView(reader, { address: hashLock, abi: hashLockAbi }, "lockedAt", [ids]);
}

/**
 * What an account may withdraw, in base units (`IHashLock.creditOf`).
 *
 * @param token zero: ether
 * @throws `ChainUnreachable`
 */
export function lockCredit(reader: Reader, hashLock: Address, token: Address, account: Address): Promise<bigint> {
  return readView(reader, { address: hashLock, abi: hashLockAbi }, "creditOf", [token, account]);
}

/**
 * The vault of an open lot (`IHashLock.vaultOf`); zero: there is none.
 *
 * @throws `ChainUnreachable`
 */
export function lockVault(reader: Reader, hashLock: Address, id: Hex): Promise<Address> {
  return readView(reader, { address: hashLock, abi: hashLockAbi }, "vaultOf", [id]);
}

/** Ether or an ERC-20. */
function isMoney({ asset }: Lock): boolean {
  return asset.kind === "native" || asset.kind === "erc20";
}

function requireMoney(lock: Lock): Lock {
  if (!isMoney(lock)) throw new RangeError("Tokens by id are claimed and refunded one by one.");
  return lock;
}

function moneyOf(lock: Lock) {
  const { asset, amount, hashlock, recipient, refundee } = lock;
  return { token: tokenOf(asset), amount, hashlock, recipient, refundee, terms: packTerms(lock) };
}

function claimOf(lock: Lock, preimage: Hex) {
  const { hashlock: _, ...terms } = moneyOf(lock);
  return { preimage, ...terms };
}

/** An ERC-721 has no units. */
function itemOf(lock: Lock) {
  const { amount, ...rest } = moneyOf(lock);
  return { ...rest, tokenId: tokenIdOf(lock.asset), units: lock.asset.kind === "erc721" ? 0n : amount };
}
