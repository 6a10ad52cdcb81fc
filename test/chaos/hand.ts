import { type Address, encodeFunctionData, type Hex, keccak256, sha256, stringToHex } from "viem";
import { demoTokenAbi } from "../../sdk/src/generated/abis/DemoToken.ts";
import { hashLockAbi } from "../../sdk/src/generated/abis/HashLock.ts";
import { type Lock, packTerms, tokenOf } from "../../sdk/src/swaps/lock.ts";
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

const struct = (lock: Lock) => ({
  token: tokenOf(lock.asset),
  amount: lock.amount,
  recipient: lock.recipient,
  refundee: lock.refundee,
  terms: packTerms(lock),
});

/** The transactions that make a lock of ether or ERC-20. */
export function lockActs(hashLock: Address, lock: Lock): Act[] {
  const { hashlock, recipient, refundee, amount } = lock;
  if (lock.asset.kind === "native") {
    const args = [hashlock, recipient, refundee, packTerms(lock)] as const;
    return [
      { to: hashLock, data: encodeFunctionData({ abi: hashLockAbi, functionName: "lockEther", args }), value: amount },
    ];
  }
  const approve = encodeFunctionData({ abi: demoTokenAbi, functionName: "approve", args: [hashLock, amount] });
  const args = [{ ...struct(lock), hashlock }] as const;
  return [
    { to: tokenOf(lock.asset), data: approve },
    { to: hashLock, data: encodeFunctionData({ abi: hashLockAbi, functionName: "lockToken", args }) },
  ];
}

export function claimAct(hashLock: Address, lock: Lock, preimage: Hex): Act {
  const args = [{ ...struct(lock), preimage }] as const;
  return { to: hashLock, data: encodeFunctionData({ abi: hashLockAbi, functionName: "claim", args }) };
}

export function refundAct(hashLock: Address, lock: Lock): Act {
  const args = [{ ...struct(lock), hashlock: lock.hashlock }] as const;
  return { to: hashLock, data: encodeFunctionData({ abi: hashLockAbi, functionName: "refund", args }) };
}

/** Sends several acts one after the other. */
export async function sendAll(chain: Chain, account: Party["hot"], acts: readonly Act[]): Promise<void> {
  for (const act of acts) await send(chain, account, act);
}

/** A secret of a case, and its hash. */
export function secretOf(seed: number): { readonly preimage: Hex; readonly hashlock: Hex } {
  const preimage = keccak256(stringToHex(`chaos secret ${seed}`));
  return { preimage, hashlock: sha256(preimage) };
}
