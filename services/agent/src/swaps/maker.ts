import { broughtBy, fillOf, isSameAsset, makerLock, noteFaults, takingFaults } from "@tallystick/sdk/swaps/fills";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { isFillOf, isNoted, type Order, type SignedOrder } from "@tallystick/sdk/swaps/order";
import { confirmationTime, timelockOfB } from "@tallystick/sdk/swaps/plan";
import type { FoundLock, Swap } from "@tallystick/sdk/swaps/swapState";
import type { Address, Hash } from "viem";
import type { Chain } from "../chain/chain.ts";
import type { LimitConfig } from "../config.ts";
import type { Book, Entry, NewSwap } from "./book.ts";
import { timingFor } from "./timing.ts";

/** A lock by somebody who wants to be answered, or why he is not. */
export type Answer =
  | { readonly swap: NewSwap }
  /** Why the lock is not answered now; it is looked at again. */
  | { readonly refused: string };

/** Seconds that a taker's lock may last beyond what the order asks for: people take their time. */
const LONGEST_MORE = 86_400n;

/** The order of the book that a lock on a chain names by its salt. */
export function orderNamed(book: Book, chain: Chain, { salt }: Lock): readonly [Hash, SignedOrder] | undefined {
  return [...book.orders].find(
    ([hash, { order }]) => isFillOf(salt, hash) && order.wants.chainId === chain.chainId && !book.isWithdrawn(hash),
  );
}

/** What takers of an order have brought, or are about to. */
export function filledOf(book: Book, order: Hash): bigint {
  // Of one that was recovered from the logs only the lock tells which order it fills.
  const isOf = ({ order: own, swap }: Entry): boolean =>
    own === order || (own === undefined && swap.role === "responder" && isFillOf(swap.a.terms.salt, order));
  const fills = [...book.swaps.values()].filter((entry) => isOf(entry) && entry.phase !== "returned");
  return fills.reduce((sum, { swap }) => sum + broughtBy(swap.a.terms), 0n);
}

/**
 * Whether, and with what, a taker's lock is answered.
 *
 * @param a chain of the lock
 * @param b chain of the answer
 */
export function answerTo(
  found: FoundLock,
  [hash, { order }]: readonly [Hash, SignedOrder],
  [a, b]: readonly [Chain, Chain],
  book: Book,
  limits: readonly LimitConfig[],
): Answer {
  const head = a.head();
  if (found.state.status !== "locked" || head === undefined) return { refused: "not-open" };
  const { lock, state } = found;
  const timings = { a: timingFor(a.timing, order.wants), b: timingFor(b.timing, order.gives) };
  // Blocks that are missing still, as if they came in time.
  const deepAt = BigInt(head.time + Math.max(0, confirmationTime(timings.a) - state.depth * timings.a.blockTime));
  // How much time is left is the machine's to say, by the clock of the chains: `lockTime` is for honest takers.
  const facts = { filled: filledOf(book, hash), lockedAt: lock.timelock - order.lockTime, deepAt };
  const [fault] = takingFaults(order, lock, facts);
  if (fault !== undefined) return { refused: fault };
  const timelock = BigInt(timelockOfB(Number(lock.timelock), timings));
  // Who never reveals keeps the maker's money as long as this.
  if (lock.timelock > BigInt(head.time) + order.lockTime + LONGEST_MORE) return { refused: "lock-too-long" };
  if (timelock <= BigInt(head.time)) return { refused: "lock-too-short" };
  const payee = payeeOf(found, [hash, order], a, head.time, book);
  if ("refused" in payee) return payee;
  const answer = makerLock(order, lock, { timelock, recipient: payee.recipient });
  const beyond = limitFault(limits, book, order, lock, answer, head.time);
  if (beyond !== undefined) return { refused: beyond };
  const swap: Swap = {
    id: found.id,
    role: "responder",
    a: { chainId: a.chainId, hashLock: a.hashLock, timing: timings.a, terms: lock },
    b: { chainId: b.chainId, hashLock: b.hashLock, timing: timings.b, terms: answer },
    isRevealed: false,
    hasLocked: false,
    startBy: 0,
  };
  const from = { [a.chainId]: state.block, [b.chainId]: b.head()?.number ?? 0 };
  return { swap: { swap, order: hash, counter: undefined, from } };
}

/** Why a lock that is answered otherwise waits: its note has not come. */
export const NOTE_AWAITED = "note-awaited";

/** Who is paid for a lock: who locked, or whom his note names where the lock says that there is one. */
function payeeOf(
  { lock, state }: FoundLock,
  [hash, order]: readonly [Hash, Order],
  { chainId }: Chain,
  now: number,
  book: Book,
): { readonly recipient: Address } | { readonly refused: string } {
  if (!isNoted(lock.salt)) return { recipient: lock.refundee };
  // It may have been answered to another, by a transaction that is under way still: two answers would open by one secret.
  if (state.status !== "locked" || state.block <= (book.since(chainId) ?? 0)) return { refused: "older-than-journal" };
  const about = { order: hash, taker: lock.refundee, hashlock: lock.hashlock, amount: broughtBy(lock) };
  const take = book.noteOf(about)?.take;
  if (take === undefined || take.deadline < BigInt(now)) return { refused: NOTE_AWAITED };
  const [fault] = noteFaults(order, lock, take);
  return fault === undefined ? { recipient: take.recipient } : { refused: fault };
}

/** The limit that one more lock would break. */
function limitFault(
  limits: readonly LimitConfig[],
  book: Book,
  order: Order,
  taken: Lock,
  answer: Lock,
  now: number,
): string | undefined {
  const { chainId } = order.gives;
  const limit = limits.find((each) => each.chainId === chainId && isSameAsset(each.asset, answer.asset));
  if (limit === undefined) return undefined;
  const given = [...book.swaps.values()].filter(
    ({ swap }) =>
      swap.role === "responder" && swap.b.chainId === chainId && isSameAsset(swap.b.terms.asset, answer.asset),
  );
  const sum = (entries: readonly Entry[]): bigint =>
    entries.reduce((total, { swap }) => total + swap.b.terms.amount, answer.amount);
  const open = given.filter(({ isOver }) => !isOver);
  const { refundee } = taken;
  const today = given.filter(({ swap, phase }) => phase !== "returned" && Number(swap.a.terms.timelock) > now - 86_400);
  const rules: readonly (readonly [boolean, string])[] = [
    [sum(open) > limit.open, "limit-open"],
    [sum(open.filter(({ swap }) => swap.a.terms.refundee === refundee)) > limit.perCounterparty, "limit-counterparty"],
    [sum(today) > limit.perDay, "limit-day"],
  ];
  return rules.find(([isBroken]) => isBroken)?.[1];
}

/** What an order still gives and wants. */
export function leftOf(book: Book, hash: Hash, order: Order): { readonly gives: bigint; readonly wants: bigint } {
  const filled = filledOf(book, hash);
  return { wants: order.wants.amount - filled, gives: order.gives.amount - fillOf(order, filled).gives };
}
