import { isTallystickError } from "@tallystick/sdk/errors";
import { fillFaults } from "@tallystick/sdk/swaps/fills";
import type { SignedOrder } from "@tallystick/sdk/swaps/order";
import { isSwapOrderSigned, type Readers } from "@tallystick/sdk/swaps/orderSignatures";
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
  signed: SignedOrder,
  amount: bigint,
  [a, b]: readonly [Chain | undefined, Chain | undefined],
  now: number,
  readers: Readers,
): Promise<readonly [Chain, Chain]> {
  const { order } = signed;
  if (a === undefined || b === undefined) {
    throw new Refusal(422, "chain-unknown", "The order is on a chain that is not configured.");
  }
  if (!isAddressEqual(order.wants.hashLock, a.hashLock) || !isAddressEqual(order.gives.hashLock, b.hashLock)) {
    throw new Refusal(422, "contract-unknown", "The order names another HashLock than the configured one.");
  }
  const [fault] = fillFaults(order, amount, 0n);
  if (fault !== undefined) throw new Refusal(422, fault, "So much of the order can't be taken.");
  if (order.deadline <= BigInt(now)) throw new Refusal(422, "expired", "The order has run out.");
  await requireSigned(isSwapOrderSigned(readers, signed), "order's maker");
  return [a, b];
}

/**
 * Goes on where a signature is good: by a key, or as the signer's contract wallet says.
 *
 * @throws Refusal
 */
export async function requireSigned(isSigned: Promise<boolean>, who: string): Promise<void> {
  const isGood = await isSigned.catch((error: unknown) => {
    if (!isTallystickError(error, "ChainUnreachable")) throw error;
    const reason = `The ${who} may be a contract wallet, and its chain can't be asked now: try again.`;
    throw new Refusal(503, "chain-unseen", reason);
  });
  if (!isGood) {
    throw new Refusal(
      422,
      "not-signed",
      `The ${who} did not sign it: it is not by his key, and no contract wallet says so.`,
    );
  }
}
