import type { Address } from "viem";

/** Sums by token, in the order in which the tokens come first. */
export function sumsOf<T extends { readonly token: Address }>(
  items: readonly T[],
  amountOf: (item: T) => bigint,
): readonly { readonly token: Address; readonly sum: bigint }[] {
  const sums = new Map<Address, bigint>();
  for (const item of items) sums.set(item.token, (sums.get(item.token) ?? 0n) + amountOf(item));
  return [...sums].map(([token, sum]) => ({ token, sum }));
}
