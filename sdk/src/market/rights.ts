import type { Address } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { deployed } from "../networks.ts";
import { type Right, unpackRight } from "./right.ts";

/** A reader's right from the chain's state, with its packed word. */
export async function readRight(
  reader: Reader,
  dataset: bigint,
  account: Address,
): Promise<{ right: Right; word: bigint }> {
  const { client, network } = reader;
  const { market: address } = deployed(network);
  try {
    const [, word] = await client.readContract({
      address,
      abi: marketAbi,
      functionName: "rightOf",
      args: [dataset, account],
    });
    return { right: unpackRight(word), word };
  } catch (error) {
    throw explainError(error, { act: "readRight", account, network });
  }
}

/**
 * Whether an account may read now (`hasAccess`, or `hasAccessTo` when a version is named). This gates money and keys:
 * it is asked of the chain, never of events.
 *
 * @param part a version and the word of its segments
 */
export async function hasAccess(
  reader: Reader,
  dataset: bigint,
  account: Address,
  part?: { readonly version: number; readonly segments: number },
): Promise<boolean> {
  const { client, network } = reader;
  const { market: address } = deployed(network);
  try {
    if (part === undefined) {
      return await client.readContract({
        address,
        abi: marketAbi,
        functionName: "hasAccess",
        args: [dataset, account],
      });
    }
    const args = [dataset, account, part.version, part.segments] as const;
    return await client.readContract({ address, abi: marketAbi, functionName: "hasAccessTo", args });
  } catch (error) {
    throw explainError(error, { act: "hasAccess", account, network });
  }
}

/** Credit of an account in a token (refunds; for the treasury, fees), in base units (`IAccess.creditOf`). */
export function creditOf({ client, network }: Reader, account: Address, token: Address): Promise<bigint> {
  const { market: address } = deployed(network);
  return client.readContract({ address, abi: marketAbi, functionName: "creditOf", args: [account, token] });
}
