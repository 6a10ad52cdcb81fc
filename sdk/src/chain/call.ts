import type { Abi, Address, ContractFunctionArgs, ContractFunctionName } from "viem";
import { encodeFunctionData, type Hex } from "viem";

/**
 * An act, ready to be sent (`send`), signed for somebody else to send (`signForwardRequest`), or batched. Functions of
 * `market/` and `identity/` that are named after an act make one; they do nothing by themselves.
 */
export interface Call {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args: readonly unknown[];
  /** Wei that go with it. Default: none. */
  readonly value?: bigint | undefined;
}

type Writing = "nonpayable" | "payable";

/** A call whose name and arguments fit the ABI. */
export function callOf<const A extends Abi, N extends ContractFunctionName<A, Writing>>(
  address: Address,
  abi: A,
  functionName: N,
  args: ContractFunctionArgs<A, Writing, N>,
): Call {
  return { address, abi, functionName, args: args as readonly unknown[] };
}

/** Calldata of a call. */
export function calldataOf(call: Call): Hex {
  return encodeFunctionData({ abi: call.abi, functionName: call.functionName, args: [...call.args] });
}
