import type { SignedOrder } from "@tallystick/sdk/swaps/order";
import { postSwapOrder } from "@tallystick/sdk/swaps/orderRelay";
import type { Hash } from "viem";
import { type Log, reasonOf } from "../log.ts";

/** Posts orders to relays. */
export interface Posting {
  /** Posts what has not been posted, or not of late: a relay may forget. */
  post(orders: readonly (readonly [Hash, SignedOrder])[]): Promise<void>;
}

const AGAIN_MS = 10 * 60_000;
/** Pause after a relay that did not answer. */
const PAUSE_MS = 2_000;
const TIMEOUT_MS = 5_000;

export function createPosting(relays: readonly string[], log: Log): Posting {
  const posted = new Map<string, number>();
  const notBefore = new Map<string, number>();
  let isPosting = false;

  async function postTo(url: string, orders: readonly (readonly [Hash, SignedOrder])[]): Promise<void> {
    for (const [hash, order] of orders) {
      const key = `${url} ${hash}`;
      const last = posted.get(key);
      if (last !== undefined && performance.now() - last < AGAIN_MS) continue;
      await postSwapOrder({ url }, order, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      posted.set(key, performance.now());
      log.info("posted", { order: hash });
    }
  }

  return {
    async post(orders) {
      if (isPosting) return;
      isPosting = true;
      for (const url of relays) {
        if (performance.now() < (notBefore.get(url) ?? 0)) continue;
        await postTo(url, orders).catch((error: unknown) => {
          notBefore.set(url, performance.now() + PAUSE_MS);
          log.info("not-posted", { reason: reasonOf(error) });
        });
      }
      isPosting = false;
    },
  };
}
