import { noteFaults } from "@tallystick/sdk/swaps/fills";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { type SignedOrder, type SignedTake, swapOrderHash, type Take } from "@tallystick/sdk/swaps/order";
import { listTakes } from "@tallystick/sdk/swaps/orderRelay";
import { isTakeSigned, type Readers } from "@tallystick/sdk/swaps/orderSignatures";
import { type Hash, isAddressEqual, zeroAddress } from "viem";
import { JournalError } from "../journal/journal.ts";
import { type Log, reasonOf } from "../log.ts";
import { Refusal } from "../refusal.ts";
import type { Book } from "./book.ts";
import { requireSigned } from "./takeable.ts";

/** A lock whose note has not come, and the order that it fills. */
export interface Waiting {
  readonly order: SignedOrder;
  readonly lock: Lock;
}

/** Takers' notes: who is to be paid for a lock. */
export interface Notes {
  /**
   * Asks the relays for notes of locks that wait for them. Relays are not believed: a note counts by its signature.
   *
   * @param now Unix second of the chains
   */
  look(waiting: readonly Waiting[], now: number): Promise<void>;
  /**
   * Takes a note that somebody handed over.
   *
   * @throws Refusal
   */
  give(note: SignedTake, now: number): Promise<void>;
}

/** Least milliseconds between two looks at a relay. */
const PAUSE_MS = 2_000;
const TIMEOUT_MS = 5_000;
/** Pages of 200 notes for one order that are looked through: relays keep fewer. */
const MOST_PAGES = 5;
/** Notes of one lock whose signatures are checked at a look: each may cost a call, and a relay may invent any number. */
const MOST_PER_LOCK = 5;

interface Parts {
  readonly relays: readonly string[];
  readonly readers: Readers;
  readonly book: Book;
  readonly log: Log;
  /** Called when a note has come. */
  readonly onNews: () => void;
}

export function createNotes({ relays, readers, book, log, onNews }: Parts): Notes {
  const notBefore = new Map<string, number>();
  let isLooking = false;

  /** The note of the same lock that was written down before, if it is meant still. */
  const standing = (take: Take, now: number): SignedTake | undefined => {
    const note = book.noteOf(take);
    return note !== undefined && note.take.deadline >= BigInt(now) ? note : undefined;
  };

  /** Writes a note down, unless there is one: the first counts. */
  function keep(note: SignedTake, now: number): boolean {
    if (standing(note.take, now) !== undefined) return false;
    book.addNote(note);
    log.info("note", { order: note.take.order, hashlock: note.take.hashlock, recipient: note.take.recipient });
    return true;
  }

  async function lookAt(url: string, order: SignedOrder, locks: readonly Lock[], now: number): Promise<boolean> {
    const looked = new Map<Lock, number>();
    const isWanted = (take: Take): boolean => {
      const lock = locks.find((each) => noteFaults(order.order, each, take).length === 0);
      if (lock === undefined || take.deadline < BigInt(now)) return false;
      const times = (looked.get(lock) ?? 0) + 1;
      looked.set(lock, times);
      return times <= MOST_PER_LOCK;
    };
    let isNew = false;
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const options = { signal: AbortSignal.timeout(TIMEOUT_MS) };
      const { takes, next } = await listTakes({ url }, readers, order.order, { after, limit: 200, isWanted }, options);
      for (const note of takes) isNew = keep(note, now) || isNew;
      if (next === undefined) break;
      after = next;
    }
    return isNew;
  }

  async function lookEverywhere(waiting: readonly Waiting[], now: number): Promise<boolean> {
    const byOrder = Map.groupBy(waiting, ({ order }) => swapOrderHash(order.order));
    let isNew = false;
    for (const url of relays) {
      if (performance.now() < (notBefore.get(url) ?? 0)) continue;
      notBefore.set(url, performance.now() + PAUSE_MS);
      for (const [order, each] of byOrder) {
        const locks = each.map(({ lock }) => lock);
        const [first] = each;
        if (first === undefined) continue;
        const found = await lookAt(url, first.order, locks, now).catch((error: unknown) => {
          if (error instanceof JournalError) throw error;
          log.info("no-notes", { order, reason: reasonOf(error) });
          return false;
        });
        isNew ||= found;
      }
    }
    return isNew;
  }

  return {
    async look(waiting, now) {
      if (isLooking || waiting.length === 0) return;
      isLooking = true;
      try {
        if (await lookEverywhere(waiting, now)) onNews();
      } finally {
        isLooking = false;
      }
    },
    async give(note, now) {
      const { take } = note;
      const order = requireMeant(note, book, now);
      await requireSigned(isTakeSigned(readers, order, note), "note's taker");
      if (keep(note, now)) return onNews();
      const before = standing(take, now)?.take;
      if (before !== undefined && isAddressEqual(before.recipient, take.recipient)) return;
      throw new Refusal(409, "other-note", "Another note of this lock came first: it counts until its deadline.");
    },
  };
}

/** The order that a note is of, if the note can be of any lock. */
function requireMeant({ take }: SignedTake, book: Book, now: number): SignedOrder["order"] {
  const hash = take.order.toLowerCase() as Hash;
  const order = book.orders.get(hash)?.order;
  if (order === undefined) throw new Refusal(404, "unknown-order", "The agent has no such order.");
  if (book.isWithdrawn(hash)) throw new Refusal(409, "withdrawn", "The order is withdrawn.");
  if (take.deadline < BigInt(now)) throw new Refusal(422, "expired", "The note has run out.");
  const isPayable = ![zeroAddress, order.gives.hashLock].some((account) => isAddressEqual(account, take.recipient));
  if (!isPayable) throw new Refusal(422, "unpayable", "The note names a recipient who can't be paid.");
  return order;
}
