import type { Reader } from "@tallystick/sdk/chain/actor";
import { type Call, calldataOf } from "@tallystick/sdk/chain/call";
import { BATCH_GAS } from "@tallystick/sdk/governance/ballotBatches";
import { keccak256, type LocalAccount } from "viem";
import type { Attempt } from "./sendings.ts";

export interface Fees {
  readonly fee: bigint;
  readonly priority: bigint;
}

/** What the node thinks that gas costs now; undefined: more than the relayer pays. */
export async function feesNow({ client }: Reader, maxFee: bigint): Promise<Fees | undefined> {
  const { maxFeePerGas: fee, maxPriorityFeePerGas: priority } = await client.estimateFeesPerGas();
  const { baseFeePerGas } = await client.getBlock();
  if ((baseFeePerGas ?? 0n) + priority > maxFee) return undefined;
  return { fee: fee < maxFee ? fee : maxFee, priority };
}

/** An eighth more, which is what nodes ask of a replacement, and a little; undefined: more than the relayer pays. */
export function dearer({ fee, priority }: Fees, maxFee: bigint): Fees | undefined {
  const raised = (value: bigint): bigint => value + value / 8n + 1n;
  return raised(fee) > maxFee ? undefined : { fee: raised(fee), priority: raised(priority) };
}

/**
 * Gas to give a batch: what the node says and a tenth, not less than our own estimate, which has a wallet burn all it gets:
 * where too little is left for one, the governor refuses the whole.
 */
export async function gasFor({ client }: Reader, account: LocalAccount, call: Call, least: bigint): Promise<bigint> {
  const transaction = { account, to: call.address, data: calldataOf(call), gas: BATCH_GAS };
  const gas = await client.estimateGas(transaction);
  const more = gas + gas / 10n + 50_000n;
  const wanted = more > least ? more : least;
  return wanted < BATCH_GAS ? wanted : BATCH_GAS;
}

/** Signs a transaction; it is known by its hash before anybody has it. */
export async function signAttempt(
  { network }: Reader,
  account: LocalAccount,
  call: { readonly to: Call["address"]; readonly data: `0x${string}` },
  { nonce, gas, fees, at }: { readonly nonce: number; readonly gas: bigint; readonly fees: Fees; readonly at: number },
): Promise<Attempt> {
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId: network.chainId,
    nonce,
    gas,
    maxFeePerGas: fees.fee,
    maxPriorityFeePerGas: fees.priority,
    ...call,
  });
  return { hash: keccak256(raw), raw, ...fees, at };
}
