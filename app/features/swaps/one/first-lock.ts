import { type Address, type Hex, isAddressEqual } from "viem";

/** Of a lock, what says whether it was the first of its swap. */
export interface Dated {
  readonly id: Hex;
  readonly refundee: Address;
  readonly timelock: bigint;
  /** Unix second of its block. */
  readonly lockedAt: number;
}

/**
 * The first lock of a swap among those of one hash that name an account: its own, unless one for it was there before and
 * lasts longer. Anybody may lock with a hash that he has seen, but not before it was seen.
 */
export function firstOf<L extends Dated>(account: Address, locks: readonly L[]): readonly L[] {
  const longest = [...locks].sort((a, b) => Number(b.timelock - a.timelock));
  const own = longest.find(({ refundee }) => isAddressEqual(refundee, account));
  const earlier = longest.find(
    (lock) => own && lock !== own && lock.timelock > own.timelock && lock.lockedAt <= own.lockedAt,
  );
  const first = earlier ?? own ?? longest[0];
  return first ? [first] : [];
}
