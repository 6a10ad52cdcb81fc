import type { Order } from "@tallystick/sdk/swaps/order";
import type { Hex } from "viem";

type Firsts = ReadonlyMap<number, Hex>;

/**
 * Whether an order is for the chains that are read here: a local chain that began anew has the number and the addresses of
 * the one before, but not its first block. What either side does not say hides nothing.
 *
 * @param there first blocks of the chains that a relay has the order for
 * @param here those of the chains that are read
 */
export function isOfThese({ gives, wants }: Pick<Order, "gives" | "wants">, there: Firsts, here: Firsts): boolean {
  return [gives, wants].every(({ chainId }) => {
    const [one, other] = [there.get(chainId), here.get(chainId)];
    return one === undefined || other === undefined || one === other;
  });
}
