import { type Address, type Hex, isAddressEqual } from "viem";
import type { Bytes } from "../data/bytes.ts";
import { isSameAsset, makerLock, noteFaults } from "./fills.ts";
import type { Lock } from "./lock.ts";
import { isFillOf, isNoted, type SignedOrder, type SignedTake, swapOrderHash } from "./order.ts";
import { type ChainTiming, timelockOfB } from "./plan.ts";
import { countersOf } from "./secrets.ts";
import type { FoundLock, Swap, SwapLeg } from "./swapState.ts";

/** A chain, and the locks that its logs have for or by an account. */
export interface SearchedChain {
  readonly chainId: number;
  readonly hashLock: Address;
  readonly timing: ChainTiming;
  readonly locks: readonly FoundLock[];
}

/** A swap that was found again. */
export interface RecoveredSwap {
  readonly swap: Swap;
  /** Of the own secret. */
  readonly counter: number | undefined;
  /** The order that it fills, where it is known. */
  readonly order: Hex | undefined;
}

/** What an account has under way. */
export interface Recovery {
  readonly swaps: readonly RecoveredSwap[];
  /** The first counter that surely no secret of these locks was made of. */
  readonly nextCounter: number;
}

/**
 * Finds every swap of an account again, from the logs of the chains and its wallet alone.
 *
 * A swap that the account began goes on as agreed where its order is given: what the chains show doesn't say what was
 * agreed, and anybody can lock something of no worth under a known hashlock. Without the order nothing is revealed (the
 * role is a watchtower's): what is open is refunded when it is due, and claimed if the secret is public.
 *
 * @param accounts whom the account locks and receives by
 * @param seed of its secrets (`swapSeed`, or `seedOfFile` where its wallet can't make one)
 * @param orders signed orders that it may have taken
 * @param notes that it may have signed for its locks: one whose salt says that there is a note is as good as without order
 * where none is given
 */
export async function recoverSwaps(
  accounts: readonly Address[],
  seed: Bytes,
  chains: readonly SearchedChain[],
  orders: readonly SignedOrder[] = [],
  notes: readonly SignedTake[] = [],
): Promise<Recovery> {
  const isOwn = (account: Address): boolean => accounts.some((each) => isAddressEqual(each, account));
  const own = chains.flatMap((chain) =>
    chain.locks.filter(({ lock }) => isOwn(lock.refundee)).map((found) => ({ chain, found })),
  );
  const { counters, next } = await countersOf(
    seed,
    own.map(({ found }) => found.lock),
  );
  const swaps = own.flatMap(({ chain, found }) => {
    const counter = counters.get(found.lock.hashlock.toLowerCase() as Hex);
    const others = chains.filter(({ chainId }) => chainId !== chain.chainId);
    if (counter === undefined) return answered(chain, found, others, isOwn, orders);
    return begun(chain, found, others, isOwn, { orders, notes, counter }) ?? [];
  });
  return { swaps, nextCounter: next };
}

const leg = ({ chainId, hashLock, timing }: SearchedChain, terms: Lock): SwapLeg => ({
  ...{ chainId, hashLock, timing, terms },
});

interface Placed {
  readonly chain: SearchedChain;
  readonly found: FoundLock;
}

/** What may be the other leg of a lock: of the same hashlock, on another chain; only of the same salt, where there is one. */
function otherLegs(
  { lock }: FoundLock,
  others: readonly SearchedChain[],
  isOwn: (account: Address) => boolean,
): readonly Placed[] {
  const all = others.flatMap((chain) => chain.locks.map((found) => ({ chain, found })));
  const same = all.filter(({ found }) => found.lock.hashlock === lock.hashlock && isOwn(found.lock.recipient));
  const fitting = same.filter(({ found }) => found.lock.salt === lock.salt);
  return fitting.length > 0 ? fitting : same;
}

/** Of locks that a swap may have answered, so many are claimed when the secret is public: a stranger may make any number. */
const MOST_ANSWERED = 20;

/**
 * A swap that the account answered: it is the responder, and needs the lock that it answered to claim it. A taker may have
 * made others with hash and salt of that: without the order, which tells them apart, each of them counts.
 */
function answered(
  chain: SearchedChain,
  found: FoundLock,
  others: readonly SearchedChain[],
  isOwn: (account: Address) => boolean,
  orders: readonly SignedOrder[],
): readonly RecoveredSwap[] {
  const [some] = others;
  if (some === undefined) return [];
  const legs = otherLegs(found, others, isOwn);
  const agreed = legs.filter((other) => orders.some(({ order }) => isAnswerTo(order, other, found.lock)));
  const counted = (agreed.length > 0 ? agreed : legs).slice(0, MOST_ANSWERED);
  const swapAfter = (a: SwapLeg, id: Hex): RecoveredSwap => ({
    swap: {
      ...{ id, role: "responder", a, b: leg(chain, found.lock) },
      isRevealed: false,
      hasLocked: true,
      startBy: 0,
    },
    ...{ counter: undefined, order: undefined },
  });
  if (counted.length === 0) return [swapAfter(leg(some, found.lock), found.id)];
  return counted.map((other) => swapAfter(leg(other.chain, other.found.lock), other.found.id));
}

/** Whether an order's maker answers a lock by that. */
function isAnswerTo(order: SignedOrder["order"], { chain, found }: Placed, answer: Lock): boolean {
  const terms = makerLock(order, found.lock, answer);
  const isMade = isSameAsset(terms.asset, answer.asset) && terms.amount === answer.amount;
  return isTakenBy(order, chain, found.lock) && isMade && isAddressEqual(order.maker, answer.refundee);
}

/** What is known of a swap besides the logs. */
interface Known {
  readonly orders: readonly SignedOrder[];
  readonly notes: readonly SignedTake[];
  readonly counter: number;
}

/** A swap that the account began. */
function begun(
  chain: SearchedChain,
  found: FoundLock,
  others: readonly SearchedChain[],
  isOwn: (account: Address) => boolean,
  { orders, notes, counter }: Known,
): RecoveredSwap | undefined {
  const named = orders.find(({ order }) => isTakenBy(order, chain, found.lock));
  const note = named && notes.find(({ take }) => noteFaults(named.order, found.lock, take).length === 0);
  // Who is paid is agreed only by the note, where there is to be one.
  const agreed = isNoted(found.lock.salt) && note === undefined ? undefined : named;
  const ordered = agreed && others.find(({ chainId }) => chainId === agreed.order.gives.chainId);
  const [other] = otherLegs(found, others, isOwn);
  const b = ordered ?? other?.chain ?? others[0];
  if (b === undefined) return undefined;
  const timelock = BigInt(timelockOfB(Number(found.lock.timelock), { a: chain.timing, b: b.timing }));
  const terms =
    agreed && ordered
      ? makerLock(agreed.order, found.lock, { timelock, recipient: note?.take.recipient })
      : (other?.found.lock ?? { ...found.lock, recipient: found.lock.refundee, timelock });
  return {
    swap: {
      ...{ id: found.id, role: agreed && ordered ? "initiator" : "watchtower", a: leg(chain, found.lock) },
      ...{ b: leg(b, terms), isRevealed: false, hasLocked: true, startBy: 0 },
    },
    counter,
    order: agreed && swapOrderHash(agreed.order),
  };
}

function isTakenBy(order: SignedOrder["order"], { chainId }: SearchedChain, lock: Lock): boolean {
  return (
    order.wants.chainId === chainId &&
    isFillOf(lock.salt, swapOrderHash(order)) &&
    isSameAsset(order.wants.asset, lock.asset) &&
    isAddressEqual(order.recipient, lock.recipient)
  );
}
