import { type Address, type Hex, keccak256, sha256, stringToHex } from "viem";
import { type Call, calldataOf, callOf } from "../../sdk/src/chain/call.ts";
import { demoTokenAbi } from "../../sdk/src/generated/abis/DemoToken.ts";
import { claimLock, lockAsset, refundLock } from "../../sdk/src/swaps/hashLock.ts";
import type { Lock } from "../../sdk/src/swaps/lock.ts";
import type { Chain } from "./anvil.ts";
import type { Party } from "./cast.ts";

// What the harness does with its own hands: it plays the counterparty that does not keep to the rules.

export interface Act {
  readonly to: Address;
  readonly data?: Hex;
  readonly value?: bigint;
}

/** Base fees times a hundred, and ten times that. */
const MAX_FEE = 2_000n * 10n ** 9n;
const GAS = 400_000n;

export interface SendOptions {
  /** Default: the next one of what is in blocks and in the pool. */
  readonly nonce?: number;
  /** In wei. Default: more than agents offer, so that this one is taken first. */
  readonly tip?: bigint;
}

/** Signs an act and puts it into the pool; it is in the next block. */
export async function send(chain: Chain, account: Party["hot"], act: Act, options: SendOptions = {}): Promise<Hex> {
  const pending = (): Promise<unknown> => chain.ask("eth_getTransactionCount", [account.address, "pending"]);
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId: chain.chainId,
    nonce: options.nonce ?? Number(await pending()),
    gas: GAS,
    maxFeePerGas: MAX_FEE,
    maxPriorityFeePerGas: options.tip ?? 50n * 10n ** 9n,
    ...act,
  });
  return (await chain.ask("eth_sendRawTransaction", [raw])) as Hex;
}

const actOf = (call: Call, value = 0n): Act => ({ to: call.address, data: calldataOf(call), value });

/** The transactions that make a lock of ether or ERC-20. */
export function lockActs(hashLock: Address, lock: Lock): Act[] {
  const call = lockAsset(hashLock, lock);
  if (lock.asset.kind !== "erc20") return [actOf(call, call.value)];
  const args = [hashLock, lock.amount] as const;
  return [actOf(callOf(lock.asset.token, demoTokenAbi, "approve", args)), actOf(call)];
}

export const claimAct = (hashLock: Address, lock: Lock, preimage: Hex): Act =>
  actOf(claimLock(hashLock, lock, preimage));

export const refundAct = (hashLock: Address, lock: Lock): Act => actOf(refundLock(hashLock, lock));

/** Sends several acts one after the other. */
export async function sendAll(chain: Chain, account: Party["hot"], acts: readonly Act[]): Promise<void> {
  for (const act of acts) await send(chain, account, act);
}

/** A secret of a case, and its hash. */
export function secretOf(seed: number): { readonly preimage: Hex; readonly hashlock: Hex } {
  const preimage = keccak256(stringToHex(`chaos secret ${seed}`));
  return { preimage, hashlock: sha256(preimage) };
}
