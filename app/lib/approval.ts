import type { Reader } from "@tallystick/sdk/chain/actor";
import type { Call } from "@tallystick/sdk/chain/call";
import { approve } from "@tallystick/sdk/market/buying";
import { allowanceOf } from "@tallystick/sdk/market/token";
import type { Address } from "viem";

/** The allowance that a payment lacks, of exactly its sum; none where it is there. */
export async function approvalFor(
  reader: Reader,
  payment: { readonly token: Address; readonly account: Address; readonly spender: Address; readonly sum: bigint },
): Promise<readonly Call[]> {
  const { token, account, spender, sum } = payment;
  return (await allowanceOf(reader, token, account, spender)) < sum ? [approve(token, spender, sum)] : [];
}
