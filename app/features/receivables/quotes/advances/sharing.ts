/** Who gets what of a sum that a holdback shares out. Amounts in base units. */
export interface Sharing {
  readonly toFinancier: bigint;
  readonly toSeller: bigint;
  /** What the financier still misses. */
  readonly missing: bigint;
}

/** Shares out a sum as the holdback does: the financier first, up to what is due to him, then the seller. */
export function sharingOf(sum: bigint, due: { readonly principal: bigint; readonly charges: bigint }): Sharing {
  const owed = due.principal + due.charges;
  const toFinancier = sum < owed ? sum : owed;
  return { toFinancier, toSeller: sum - toFinancier, missing: owed - toFinancier };
}
