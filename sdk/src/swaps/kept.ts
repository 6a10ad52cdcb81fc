import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { vaultAbi } from "../generated/abis/Vault.ts";

// What waits for a party after a lock of a token by id has ended: an ERC-721 that could not be moved to him, and what
// else is in the vault of a lot, such as money that was paid on it meanwhile.

/** Sends a kept ERC-721 to its party (`IHashLock.withdrawItem`). Anyone. */
export function withdrawItem(hashLock: Address, token: Address, tokenId: bigint): Call {
  return callOf(hashLock, hashLockAbi, "withdrawItem", [token, tokenId]);
}

/** Sends the caller's kept ERC-721 to whom he names (`IHashLock.withdrawItemTo`). */
export function withdrawItemTo(hashLock: Address, token: Address, tokenId: bigint, to: Address): Call {
  return callOf(hashLock, hashLockAbi, "withdrawItemTo", [token, tokenId, to]);
}

/**
 * For whom an ERC-721 is kept (`IHashLock.keptFor`); zero: for nobody.
 *
 * @throws `ChainUnreachable`
 */
export function itemKeptFor(reader: Reader, hashLock: Address, token: Address, tokenId: bigint): Promise<Address> {
  return readView(reader, { address: hashLock, abi: hashLockAbi }, "keptFor", [token, tokenId]);
}

/**
 * Sends all that a vault has of a token to the party that got its lot (`IVault.sweep`). Anyone, once the lock has ended.
 *
 * @param token zero: ether
 */
export function sweepVault(vault: Address, token: Address): Call {
  return callOf(vault, vaultAbi, "sweep", [token]);
}

/** Sends a lot that is still in a vault to its party (`IVault.sweepItem`). Anyone, once the lock has ended. */
export function sweepVaultItem(vault: Address, token: Address, tokenId: bigint): Call {
  return callOf(vault, vaultAbi, "sweepItem", [token, tokenId]);
}

/**
 * Acts as the vault, such as to fetch what a contract keeps for it (`IVault.execute`). Only the party, once the lock has
 * ended.
 *
 * @param value ether of the vault, in wei
 */
export function actAsVault(vault: Address, target: Address, value: bigint, data: Hex): Call {
  return callOf(vault, vaultAbi, "execute", [target, value, data]);
}
