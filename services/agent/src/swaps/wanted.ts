import { broughtBy } from "@tallystick/sdk/swaps/fills";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { isFillOf } from "@tallystick/sdk/swaps/order";
import type { Book } from "./book.ts";
import { filledOf } from "./maker.ts";

/**
 * Whether a lock by a stranger fills an order of the book, in time or too late. Anybody may make any number of locks for the
 * maker, of next to nothing and for a year: what names no order, or is below its minimum, is not kept in mind.
 *
 * @param now Unix second of the chains; undefined: they are not seen yet
 */
export function isMeant(book: Book, chainId: number, lock: Lock, now: number | undefined): boolean {
  const since = BigInt(now ?? 0);
  if (lock.timelock <= since) return false;
  for (const [hash, { order }] of book.orders) {
    if (order.wants.chainId !== chainId || !isFillOf(lock.salt, hash)) continue;
    const brought = broughtBy(lock);
    // Less than the minimum only as all that is left.
    return brought >= order.minimumFill || brought === order.wants.amount - filledOf(book, hash);
  }
  return false;
}
