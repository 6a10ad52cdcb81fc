import type { Lock } from "@tallystick/sdk/swaps/lock";
import { depthOf, marginOf } from "@tallystick/sdk/swaps/plan";
import type { FoundLock } from "@tallystick/sdk/swaps/swapState";
import type { Chain } from "../chain/chain.ts";
import type { Book } from "./book.ts";

// When a taker's lock can never be answered any more, so that it may be given free. Nothing that may change must count here:
// no limit, no order, nothing that a lost journal or a reorganisation takes away. What holds for ever is this: an answer ends
// a margin before the lock that it answers, and a contract takes no lock whose end is past.

/** Whether any other lock has the same hashlock, on any chain: an answer, or the lock that this one answers. */
export function isPaired(chains: readonly Chain[], { id, lock }: FoundLock): boolean {
  return chains.some((chain) => chain.view(lock.hashlock).locks.some((other) => other.id !== id));
}

/** Whether the journal knows of anything that was done, or begun, by the hashlock. */
export function isBegun(book: Book, { id, lock }: FoundLock): boolean {
  const own = [...book.swaps.values()].filter(({ swap }) => swap.a.terms.hashlock === lock.hashlock);
  return own.some(({ swap }) => {
    const isAnswer = swap.id === id && swap.role === "responder";
    return !isAnswer || swap.hasLocked || swap.isRevealed || swap.preimage !== undefined;
  });
}

/** Whether a lock's time may have come, by what is known without a question: most of a thousand are left out by it. */
export function isNear(a: Chain, { lock }: FoundLock, chains: readonly Chain[]): boolean {
  return chains.every((b) => BigInt(b.head()?.time ?? 0) >= planned(a, b, lock));
}

/** When an answer on a chain would end, by the margins of now. */
function planned(a: Chain, b: Chain, lock: Lock): bigint {
  return lock.timelock - BigInt(marginOf({ a: a.timing, b: b.timing }));
}

/** Unix second of a chain from which its contract takes no answer to a lock any more. */
function lastAnswer(a: Chain, b: Chain, lock: Lock, book: Book): bigint {
  // What was planned under other margins.
  const agreed = [...book.swaps.values()].flatMap(({ swap }) =>
    swap.a.terms.hashlock === lock.hashlock && swap.b.chainId === b.chainId ? [swap.b.terms.timelock] : [],
  );
  return agreed.reduce((last, each) => (each > last ? each : last), planned(a, b, lock));
}

/**
 * Whether no chain can take an answer to a lock any more, by blocks that no promised reorganisation takes away.
 *
 * @param a the lock's chain
 * @param timeOf Unix second of a chain's newest block that is deep; undefined: not known
 */
export async function isUnanswerable(
  a: Chain,
  { lock, state }: FoundLock,
  chains: readonly Chain[],
  book: Book,
  timeOf: (chain: Chain) => Promise<number | undefined>,
): Promise<boolean> {
  if (state.status !== "locked" || state.depth < depthOf(a.timing)) return false;
  const ends = chains.map((chain) => [chain, lastAnswer(a, chain, lock, book)] as const);
  // Heads are known, deep blocks must be asked for: only when it is near.
  if (!ends.every(([chain, end]) => BigInt(chain.head()?.time ?? 0) >= end)) return false;
  for (const [chain, end] of ends) {
    const time = await timeOf(chain);
    if (time === undefined || BigInt(time) < end) return false;
  }
  return true;
}
