import { broughtBy } from "@tallystick/sdk/swaps/fills";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { isFillOf } from "@tallystick/sdk/swaps/order";
import type { Book } from "./book.ts";
import { filledOf } from "./maker.ts";

/**
 * Whether a lock by a stranger may be one to answer. Anybody may make any number of locks for the maker, of next to nothing
 * and for a year: what names no order that stands, or is below its minimum, is not kept in mind.
 *
 * @param now Unix second of the chains; undefined: they are not seen yet
 */
export function mayBeAnswered(book: Book, chainId: number, lock: Lock, now: number | undefined): boolean {
  const since = BigInt(now ?? 0);
  if (lock.timelock <= since) return false;
  for (const [hash, { order }] of book.orders) {
    if (order.wants.chainId !== chainId || order.deadline < since || !isFillOf(lock.salt, hash)) continue;
    const brought = broughtBy(lock);
    // Less than the minimum only as all that is left.
    return brought >= order.minimumFill || brought === order.wants.amount - filledOf(book, hash);
  }
  return false;
}
