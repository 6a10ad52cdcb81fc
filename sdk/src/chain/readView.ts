import type { Abi, Address, ContractFunctionArgs, ContractFunctionName, ContractFunctionReturnType } from "viem";
import type { Reader } from "./actor.ts";
import { explainError } from "./explainError.ts";

type View = "pure" | "view";

/**
 * Reads one view of a contract.
 *
 * @param blockNumber as of which block. Default: the newest
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
  blockNumber?: bigint,
): Promise<ContractFunctionReturnType<A, View, N, X>> {
  const at = blockNumber === undefined ? {} : { blockNumber };
  const parameters = { address, abi, functionName, args, ...at };
  try {
    return (await client.readContract(parameters as Parameters<typeof client.readContract>[0])) as never;
  } catch (error) {
    throw explainError(error, { act: functionName, network });
  }
}
