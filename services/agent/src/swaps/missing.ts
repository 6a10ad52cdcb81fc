import type { ChainView, LegName, Swap } from "@tallystick/sdk/swaps/swapState";

/**
 * Legs that are known to be locked and are not seen: an agent that was started while an endpoint denied them has never read
 * them. Their logs are to be read again, from where the swap began.
 */
export function missingLegs(swap: Swap, a: ChainView, b: ChainView): readonly LegName[] {
  const { role, hasLocked, isRevealed, preimage } = swap;
  const isOn = {
    a: role !== "initiator" || hasLocked,
    b: isRevealed || preimage !== undefined || (role === "responder" && hasLocked),
  };
  const isSeen = { a: a.locks.some(({ id }) => id === swap.id), b: b.locks.some(({ id }) => id !== swap.id) };
  return (["a", "b"] as const).filter((leg) => isOn[leg] && !isSeen[leg]);
}
