import { type Order, type SignedOrder, swapOrderHash } from "@tallystick/sdk/swaps/order";
import { postSwapOrder, withdrawSwapOrders } from "@tallystick/sdk/swaps/orderRelay";
import type { Hash } from "viem";
import { type Config, type OfferConfig, offerAt } from "../config.ts";
import type { Reading } from "../fields.ts";
import type { Log } from "../log.ts";
import { Refusal } from "../refusal.ts";
import type { Book } from "./book.ts";
import { filledOf } from "./maker.ts";
import { isOrderOf, type Maker, orderOf, signedBy, withdrawalOf } from "./orders.ts";
import { createTelling, type Message } from "./telling.ts";

/** The agent's own orders: signed, shown, and taken back. */
export interface Offering {
  /** Orders that can be taken now, by their hash. */
  open(): readonly (readonly [Hash, SignedOrder])[];
  /** Signs the standing offers' orders anew before the last ones run out, and takes back those of offers that are gone. */
  renew(): Promise<void>;
  /** Tells the relays what is open, and what was withdrawn. */
  post(): Promise<void>;
  /**
   * Signs an order as told, in the form of the configuration's offers.
   *
   * @throws Refusal
   */
  offer(value: unknown): Promise<SignedOrder>;
  /**
   * Takes an order back: no lock that comes now is answered for it; a swap that was begun goes on.
   *
   * @throws Refusal
   */
  withdraw(hash: unknown): Hash;
}

/**
 * @param timeNow Unix second of the chains; undefined while they are not seen
 */
export function createOffering(
  { offers, hot, receiver, chains, relays }: Config,
  chainOf: Maker["chainOf"],
  book: Book,
  timeNow: () => number | undefined,
  log: Log,
): Offering {
  const maker: Maker = { maker: hot.address, recipient: receiver, chainOf };
  const tell = createTelling(relays, log);
  const newest = new Map<number, bigint>();
  let isSigning = false;
  let isSorted = false;

  /** Orders that have not run out, withdrawn or not. */
  const current = (): readonly (readonly [Hash, SignedOrder])[] => {
    const now = timeNow();
    return now === undefined ? [] : [...book.orders].filter(([, { order }]) => order.deadline > BigInt(now));
  };
  const isOpen = ([hash, { order }]: readonly [Hash, SignedOrder]): boolean =>
    !book.isWithdrawn(hash) && filledOf(book, hash) < order.wants.amount;
  const open: Offering["open"] = () => current().filter(isOpen);

  const withdrawing = (order: Order): Message => ({
    key: `withdraws ${order.nonce}`,
    tell: async (url, signal) => withdrawSwapOrders({ url }, await withdrawalOf(hot, order), { signal }),
  });
  const posting = ([hash, order]: readonly [Hash, SignedOrder]): Message => ({
    key: `posts ${hash}`,
    tell: (url, signal) => postSwapOrder({ url }, order, { signal }),
  });

  function takeBack(hash: Hash): void {
    const nonce = book.orders.get(hash)?.order.nonce;
    for (const [each, { order }] of book.orders) {
      // Relays know a withdrawal by the number alone.
      if (order.nonce !== nonce || book.isWithdrawn(each)) continue;
      book.withdraw(each);
      log.info("withdrawn", { order: each });
    }
  }

  /** Takes back what was signed for an offer that the configuration has no more, or has otherwise. */
  function sort(): void {
    const isOffered = (signed: SignedOrder): boolean =>
      offers.some((offer, i) => isOrderOf(signed.order, offer, i, maker));
    for (const [hash, signed] of current()) if (book.isStanding(hash) && !isOffered(signed)) takeBack(hash);
    isSorted = true;
  }

  async function sign(offer: OfferConfig, i: number, now: number): Promise<void> {
    const order = orderOf(offer, i, maker, now);
    if (newest.get(i) === order.nonce) return;
    if (!book.orders.has(swapOrderHash(order))) book.addOrder(await signedBy(hot, order), true);
    newest.set(i, order.nonce);
  }

  return {
    open,
    async renew() {
      const now = timeNow();
      if (now === undefined || isSigning) return;
      isSigning = true;
      try {
        if (!isSorted) sort();
        for (const [i, offer] of offers.entries()) await sign(offer, i, now);
      } finally {
        isSigning = false;
      }
    },
    post: () => {
      const withdrawn = current().flatMap(([hash, { order }]) => (book.isWithdrawn(hash) ? [order] : []));
      return tell([...withdrawn.map(withdrawing), ...open().map(posting)]);
    },
    async offer(value) {
      const now = timeNow();
      if (now === undefined) throw new Refusal(503, "not-ready", "The chains are not read yet.");
      const reading: Reading = { problems: [] };
      const read = offerAt(reading, value, "the offer", chains);
      if (reading.problems.length > 0) throw new Refusal(400, "bad-offer", `${reading.problems.join("; ")}.`);
      // Not a standing offer's number.
      const signed = await signedBy(hot, orderOf(read, offers.length + book.orders.size, maker, now));
      book.addOrder(signed);
      return signed;
    },
    withdraw(hash) {
      const [known] = [...book.orders.keys()].filter((each) => each === String(hash).toLowerCase());
      if (known === undefined) throw new Refusal(404, "unknown-order", "The agent has no such order.");
      takeBack(known);
      return known;
    },
  };
}
