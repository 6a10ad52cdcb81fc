import type { Network } from "@tallystick/sdk/networks";
import type { Order } from "@tallystick/sdk/swaps/order";
import { confirmationTime, planOf } from "@tallystick/sdk/swaps/plan";

/** Seconds that a swap takes if nobody waits: two locks that become deep, and two claims in the next block. */
export function secondsOf(first: Network, second: Network): number {
  return confirmationTime(first) + confirmationTime(second) + first.blockTime + second.blockTime;
}

/** Seconds that a taker may give himself on top of what an order asks for, to come back to a page that he left. */
export const patiences = [600, 1_800, 7_200] as const;
export type Patience = (typeof patiences)[number];

/** Seconds until the wallet was asked and the lock is in a block: a lock that lasts shorter than asked is not answered. */
const untilMined = 300;

/** What a taker should know before he locks; Unix seconds. */
export interface TakePlan {
  /** End of his lock: what he is back at in the worst case. */
  readonly timelock: number;
  /** Until when he may claim, if the other side locks as late as it may. */
  readonly claimBy: number;
}

/**
 * When a taker's lock ends, and until when he has to be there.
 *
 * @param now Unix second of the chain that he locks on
 */
export function takePlanOf(
  order: Order,
  patience: Patience,
  now: number,
  chains: { a: Network; b: Network },
): TakePlan {
  const timelock = now + Number(order.lockTime) + untilMined + patience;
  return { timelock, claimBy: planOf(timelock, chains).revealBy };
}
