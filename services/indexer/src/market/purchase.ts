import { type Purchase, provedPurchase } from "@tallystick/sdk/market/right";
import { type Hex, numberToHex } from "viem";

/** Key of a purchase: what a right that holds it as its newest carries as receipt. */
export const receiptKey = (receipt: bigint): Hex => numberToHex(receipt, { size: 20 });

/** The purchase that led from one packed right to the next; not verified where events between them are missing. */
export function purchaseBetween(
  previous: bigint,
  word: bigint,
  sale: Omit<Purchase, "previous" | "from">,
): Purchase & { readonly verified: boolean } {
  const facts = { ...sale, previous };
  const proved = provedPurchase(word, facts);
  return { ...facts, from: sale.boughtAt, ...proved, verified: proved !== undefined };
}
