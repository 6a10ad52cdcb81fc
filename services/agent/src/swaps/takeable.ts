import { isTallystickError } from "@tallystick/sdk/errors";
import { fillFaults } from "@tallystick/sdk/swaps/fills";
import type { Order, SignedOrder } from "@tallystick/sdk/swaps/order";
import { type OrderFault, orderFaults } from "@tallystick/sdk/swaps/orderFaults";
import { isSwapOrderSigned, type Readers } from "@tallystick/sdk/swaps/orderSignatures";
import { type Address, isAddressEqual, zeroAddress } from "viem";
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
  requireSound(order, [a, b], now);
  await requireSigned(isSwapOrderSigned(readers, signed), "order's maker");
  return [a, b];
}

/** What does the taker no harm: his lock lasts as long and becomes as deep as it must, whatever the order says. */
const HARMLESS: readonly OrderFault[] = ["margin-too-small", "too-shallow", "lives-too-long"];

/** An order may be made to hold up its taker's money: by a lock of months, or since nobody answers it. */
function requireSound(order: Order, between: readonly Chain[], now: number): void {
  const chains = (chainId: number): Chain | undefined => between.find((each) => each.chainId === chainId);
  const [fault] = orderFaults(order, { now: BigInt(now), chains }).filter((each) => !HARMLESS.includes(each));
  if (fault === "expired") throw new Refusal(422, fault, "The order has run out.");
  if (fault !== undefined) throw new Refusal(422, fault, "Nobody should take such an order: it is not sound.");
}

/**
 * Refuses an order that is for another account.
 *
 * @param account that would lock
 * @throws Refusal
 */
export function requireMeantFor({ taker }: Order, account: Address): void {
  if (isAddressEqual(taker, zeroAddress) || isAddressEqual(taker, account)) return;
  throw new Refusal(422, "other-taker", "The order is for another taker: its maker answers no lock of this agent's.");
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
