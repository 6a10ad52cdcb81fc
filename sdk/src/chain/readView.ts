import type { Abi, Address, ContractFunctionArgs, ContractFunctionName, ContractFunctionReturnType } from "viem";
import type { Reader } from "./actor.ts";
import { explainError } from "./explainError.ts";

type View = "pure" | "view";

/**
 * Reads one view of a contract.
 *
 * @throws the contract's refusal, `ChainUnreachable`
 */
export async function readView<
  const A extends Abi,
  N extends ContractFunctionName<A, View>,
  const X extends ContractFunctionArgs<A, View, N>,
>(
  { client, network }: Reader,
  { address, abi }: { readonly address: Address; readonly abi: A },
  functionName: N,
  args: X,
): Promise<ContractFunctionReturnType<A, View, N, X>> {
  const parameters = { address, abi, functionName, args };
  try {
    return (await client.readContract(parameters as Parameters<typeof client.readContract>[0])) as never;
  } catch (error) {
    throw explainError(error, { act: functionName, network });
  }
}
