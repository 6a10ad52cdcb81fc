import { isSignedByKey } from "@tallystick/sdk/chain/signature";
import { fillFaults } from "@tallystick/sdk/swaps/fills";
import { type SignedOrder, swapOrderHash } from "@tallystick/sdk/swaps/order";
import { isAddressEqual } from "viem";
import type { Chain } from "../chain/chain.ts";
import { Refusal } from "../refusal.ts";

/**
 * Whether so much of an order can be taken between the chains that are configured.
 *
 * @param now Unix second of the chains
 * @throws Refusal
 */
export async function requireTakeable(
  { order, signature }: SignedOrder,
  amount: bigint,
  [a, b]: readonly [Chain | undefined, Chain | undefined],
  now: number,
): Promise<readonly [Chain, Chain]> {
  if (a === undefined || b === undefined) {
    throw new Refusal(422, "chain-unknown", "The order is on a chain that is not configured.");
  }
  if (!isAddressEqual(order.wants.hashLock, a.hashLock) || !isAddressEqual(order.gives.hashLock, b.hashLock)) {
    throw new Refusal(422, "contract-unknown", "The order names another HashLock than the configured one.");
  }
  const isSigned = await isSignedByKey(order.maker, swapOrderHash(order), signature);
  if (!isSigned) throw new Refusal(422, "not-signed", "The order's maker did not sign it.");
  const [fault] = fillFaults(order, amount, 0n);
  if (fault !== undefined) throw new Refusal(422, fault, "So much of the order can't be taken.");
  if (order.deadline <= BigInt(now)) throw new Refusal(422, "expired", "The order has run out.");
  return [a, b];
}
