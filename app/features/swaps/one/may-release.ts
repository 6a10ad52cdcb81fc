import type { SwapPhase } from "@tallystick/sdk/swaps/swapState";
import { type Address, isAddressEqual } from "viem";
import type { Known, LegFound } from "./swap-of.ts";

/** Who would let a lock go back, and how far its swap is. */
export interface ReleaseBy {
  readonly account: Address;
  readonly phase: SwapPhase;
}

/**
 * Whether an account may let a lock go back that is for it. Not once the secret is public: then it claims. And of a first
 * lock not while the answer to it is open: the other side would take back the one and claim the other.
 */
export function mayRelease(
  { id, lock, state }: LegFound,
  { first, others }: Pick<Known, "first" | "others">,
  { account, phase }: ReleaseBy,
): boolean {
  if (state.status !== "locked" || !isAddressEqual(lock.recipient, account) || phase === "revealed") return false;
  const isAnswer = (other: LegFound) =>
    other.state.status === "locked" && isAddressEqual(other.lock.recipient, first.lock.refundee);
  return id !== first.id || !others.some(isAnswer);
}
