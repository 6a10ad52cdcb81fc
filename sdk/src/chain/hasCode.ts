import type { Address } from "viem";
import type { Reader } from "./actor.ts";
import { explainError } from "./explainError.ts";

/**
 * Whether there is a contract at an address.
 *
 * @param act what it is asked for, for the sentence of a failure
 * @throws `ChainUnreachable`
 */
export async function hasCode({ client, network }: Reader, address: Address, act: string): Promise<boolean> {
  try {
    const code = await client.getCode({ address });
    return code !== undefined && code !== "0x";
  } catch (error) {
    throw explainError(error, { act, network });
  }
}
