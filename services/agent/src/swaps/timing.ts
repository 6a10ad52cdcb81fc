import type { Leg } from "@tallystick/sdk/swaps/order";
import type { ChainTiming } from "@tallystick/sdk/swaps/plan";

/** What a chain promises, and as many confirmations as an order asks for on it. */
export function timingFor(timing: ChainTiming, { confirmations }: Pick<Leg, "confirmations">): ChainTiming {
  return { ...timing, confirmations: Math.max(timing.confirmations, confirmations) };
}
