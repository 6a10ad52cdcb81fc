import type { Reader } from "./actor.ts";
import { explainError } from "./explainError.ts";

/**
 * Unix second of the chain's newest block: what contracts compare deadlines with.
 *
 * @throws `ChainUnreachable`
 */
export async function chainTime({ client, network }: Reader): Promise<number> {
  try {
    const { timestamp } = await client.getBlock();
    return Number(timestamp);
  } catch (error) {
    throw explainError(error, { act: "reading the time", network });
  }
}

/**
 * A deadline so many seconds from the chain's now.
 *
 * @throws `ChainUnreachable`
 */
export async function deadlineIn(reader: Reader, seconds: number): Promise<number> {
  return (await chainTime(reader)) + seconds;
}
