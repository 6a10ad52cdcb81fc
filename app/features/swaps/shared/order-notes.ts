import { isFillOf, type SignedOrder, swapOrderHash } from "@tallystick/sdk/swaps/order";
import { decodeSwapOrder, encodeSwapOrder } from "@tallystick/sdk/swaps/orderWire";

const storageKey = "tallystick.swap-orders.1";
/** Orders that this browser remembers: those it took or made last. */
const kept = 100;

/** Where notes are: a browser's storage, or anything like it. */
export type Notes = Pick<Storage, "getItem" | "setItem">;

/** Orders that were noted; what can't be read any more is left out. */
export function notedOrders(notes: Notes): readonly SignedOrder[] {
  try {
    const list: unknown = JSON.parse(notes.getItem(storageKey) ?? "[]");
    return Array.isArray(list) ? list.flatMap(readable) : [];
  } catch {
    return [];
  }
}

function readable(value: unknown): readonly SignedOrder[] {
  try {
    return [decodeSwapOrder(value)];
  } catch {
    return [];
  }
}

/**
 * Notes an order, so that what fills it can be checked when whoever lists orders has it no more. The chains and the wallet
 * are enough without it.
 */
export function noteOrder(notes: Notes, signed: SignedOrder): void {
  const hash = swapOrderHash(signed.order);
  const others = notedOrders(notes).filter(({ order }) => swapOrderHash(order) !== hash);
  try {
    notes.setItem(storageKey, JSON.stringify([signed, ...others].slice(0, kept).map(encodeSwapOrder)));
  } catch {
    // A full or forbidden storage costs the note, nothing else.
  }
}

/** The order that a lock of this salt fills; undefined: it is not among them. */
export function orderFor(salt: bigint, orders: readonly SignedOrder[]): SignedOrder | undefined {
  return orders.find(({ order }) => isFillOf(salt, swapOrderHash(order)));
}
