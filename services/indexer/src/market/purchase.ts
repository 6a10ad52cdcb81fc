import { type Purchase, receiptOf, unpackRight } from "@tallystick/sdk/market/right";
import { type Hex, numberToHex } from "viem";

/** Key of a purchase: what a right that holds it as its newest carries as receipt. */
export const receiptKey = (receipt: bigint): Hex => numberToHex(receipt, { size: 20 });

const SCOPE = ((1n << 49n) - 1n) << 40n;

/**
 * The purchase that led from one packed right to the next. The event names only the right after it; time that it paid
 * for begins where an active right of the same scope ended, else with the purchase.
 */
export function purchaseBetween(
  previous: bigint,
  word: bigint,
  sale: Omit<Purchase, "previous" | "from">,
): Purchase & { readonly verified: boolean } {
  const end = unpackRight(previous).until;
  const isRenewal = end > sale.boughtAt && (previous & SCOPE) === (word & SCOPE);
  const purchase = { ...sale, previous, from: isRenewal ? end : sale.boughtAt };
  return { ...purchase, verified: receiptOf(purchase) === unpackRight(word).receipt };
}
