import { isTallystickError } from "@tallystick/sdk/errors";
import type { Order, SignedOrder } from "@tallystick/sdk/swaps/order";
import { postSwapOrder, withdrawSwapOrders } from "@tallystick/sdk/swaps/orderRelay";
import type { Hash } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { type Log, reasonOf } from "../log.ts";
import { withdrawalOf } from "./orders.ts";

/** Tells relays of the agent's orders. */
export interface Posting {
  /** Posts what is open, and takes back what was withdrawn, where that was not done, or not of late: a relay may forget. */
  post(open: readonly (readonly [Hash, SignedOrder])[], withdrawn: readonly Order[]): Promise<void>;
}

const AGAIN_MS = 10 * 60_000;
/** Pause after a relay that did not answer. */
const PAUSE_MS = 2_000;
const TIMEOUT_MS = 5_000;

/** Something that a relay is told. */
interface Message {
  readonly key: string;
  readonly tell: (url: string) => Promise<unknown>;
}

export function createPosting(relays: readonly string[], hot: PrivateKeyAccount, log: Log): Posting {
  const told = new Map<string, number>();
  const notBefore = new Map<string, number>();
  let isPosting = false;
  const options = () => ({ signal: AbortSignal.timeout(TIMEOUT_MS) });

  const withdrawing = (order: Order): Message => ({
    key: `withdraws ${order.nonce}`,
    tell: async (url) => withdrawSwapOrders({ url }, await withdrawalOf(hot, order), options()),
  });
  const posting = ([hash, order]: readonly [Hash, SignedOrder]): Message => ({
    key: `posts ${hash}`,
    tell: (url) => postSwapOrder({ url }, order, options()),
  });

  async function tellAll(url: string, messages: readonly Message[]): Promise<void> {
    for (const { key, tell } of messages) {
      const about = `${url} ${key}`;
      const last = told.get(about);
      if (last !== undefined && performance.now() - last < AGAIN_MS) continue;
      await tell(url).then(
        () => log.info("told-relay", { what: key }),
        (error: unknown) => {
          // Refused for itself: another may be taken.
          if (!isFinal(error)) throw error;
          log.info("relay-refused", { what: key, reason: reasonOf(error) });
        },
      );
      told.set(about, performance.now());
    }
  }

  return {
    async post(open, withdrawn) {
      if (isPosting) return;
      isPosting = true;
      const messages = [...withdrawn.map(withdrawing), ...open.map(posting)];
      for (const url of relays) {
        if (performance.now() < (notBefore.get(url) ?? 0)) continue;
        await tellAll(url, messages).catch((error: unknown) => {
          notBefore.set(url, performance.now() + PAUSE_MS);
          log.info("not-posted", { reason: reasonOf(error) });
        });
      }
      isPosting = false;
    },
  };
}

/** Whether a relay has looked at something, and does not want it. */
function isFinal(error: unknown): boolean {
  if (!isTallystickError(error, "OrderRelayRefused")) return false;
  const status = Number(error.details.status);
  return status >= 400 && status < 500 && status !== 429;
}
