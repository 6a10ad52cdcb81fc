import type { Network } from "@tallystick/sdk/networks";
import { broughtBy, isSameAsset, makerLock } from "@tallystick/sdk/swaps/fills";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { isAsGoodAs, step } from "@tallystick/sdk/swaps/machine";
import type { Order } from "@tallystick/sdk/swaps/order";
import { timelockOfB } from "@tallystick/sdk/swaps/plan";
import type { ChainView, FoundLock, Step, Swap } from "@tallystick/sdk/swaps/swapState";
import { type Address, type Hash, isAddressEqual } from "viem";
import type { Viewer } from "./telling";

/** A lock of a swap, with where it was found. */
export interface LegFound extends FoundLock {
  readonly network: Network;
  readonly hashLock: Address;
  /** Unix seconds of the blocks in which it was locked, and in which it ended. */
  readonly lockedAt: number;
  readonly endedAt: number | undefined;
  /** That made it. */
  readonly transaction: Hash;
}

/** What is known of a swap from the chains, and of the order that it fills. */
export interface Known {
  readonly first: LegFound;
  /** Locks of the same hash on the other chain, the best first. */
  readonly others: readonly LegFound[];
  /** The other chain, also where nothing is locked there yet; undefined: any of several. */
  readonly other: { readonly network: Network; readonly hashLock: Address };
  /** Undefined: it is not known any more. */
  readonly order: Order | undefined;
}

const isSame = (a: Address, b: Address | undefined): boolean => b !== undefined && isAddressEqual(a, b);

/** The part of an account in a swap. */
export function viewerOf({ first, others, order }: Known, account: Address | undefined): Viewer {
  if (isSame(first.lock.refundee, account)) return "initiator";
  const responder = others.some(({ lock }) => isSame(lock.refundee, account));
  const isMaker = order !== undefined && isSame(order.maker, account);
  return responder || isMaker || isSame(first.lock.recipient, account) ? "responder" : "onlooker";
}

/** Terms that the second lock must have: by the order, or undefined where that is not known. */
export function agreedSecond({ first, order, other }: Known): Lock | undefined {
  if (!order) return undefined;
  const timelock = timelockOfB(Number(first.lock.timelock), { a: first.network, b: other.network });
  return makerLock(order, first.lock, { timelock: BigInt(timelock) });
}

/**
 * The swap as the state machine takes it. Where the order is not known, the second lock is taken as it is: whether it is
 * what was agreed, only the person can say. While there is none either, only its time is known.
 */
export function swapOf(known: Known, viewer: Viewer): Swap {
  const { first, others, other } = known;
  const own =
    viewer === "responder"
      ? others.find(({ lock }) => known.order === undefined || isSame(lock.refundee, known.order.maker))
      : undefined;
  const second = own?.lock ?? agreedSecond(known) ?? others[0]?.lock ?? comingSecond(known);
  return {
    id: first.id,
    role: viewer === "onlooker" ? "watchtower" : viewer,
    a: { chainId: first.network.chainId, hashLock: first.hashLock, timing: first.network, terms: first.lock },
    b: { chainId: other.network.chainId, hashLock: other.hashLock, timing: other.network, terms: second },
    isRevealed: false,
    hasLocked: false,
    // What is looked at is locked: it is not begun again.
    startBy: 0,
  };
}

/** In place of a second lock of which nothing is known: it would end as late as the margin allows. */
function comingSecond({ first, other }: Known): Lock {
  const timelock = BigInt(timelockOfB(Number(first.lock.timelock), { a: first.network, b: other.network }));
  return { ...first.lock, recipient: first.lock.refundee, timelock, tip: 0n };
}

/** A swap that was stepped, and the second lock that counts in it. */
export interface Stepped {
  readonly step: Step;
  /** Undefined: there is none that is as good as agreed. */
  readonly second: LegFound | undefined;
}

/** Newest block of a chain; undefined: it can't be seen. */
export type Heads = ReadonlyMap<number, NonNullable<ChainView["head"]>>;

/** Steps a swap by what both chains say; its second leg then has the terms that are locked. */
export function stepOf(known: Known, viewer: Viewer, heads: Heads): Stepped {
  const swap = swapOf(known, viewer);
  const { first, others, other } = known;
  const stepped = step(swap, {
    a: { head: heads.get(first.network.chainId), locks: [first] },
    b: { head: heads.get(other.network.chainId), locks: others },
  });
  const second = secondOf(others, swap.b.terms);
  return { second, step: second ? withTerms(stepped, second.lock) : stepped };
}

/** As the machine chooses it: claimed before open before given back; of open ones that with most time, then the deeper. */
function secondOf(others: readonly LegFound[], agreed: Lock): LegFound | undefined {
  const rank = ({ lock, state }: LegFound) =>
    state.status === "claimed" ? Number.MAX_SAFE_INTEGER : state.status === "refunded" ? 0 : Number(lock.timelock);
  const depthIn = ({ state }: LegFound) => (state.status === "unsure" ? 0 : state.depth);
  const fitting = others.filter(({ lock }) => isAsGoodAs(lock, agreed));
  return fitting.sort((x, y) => rank(y) - rank(x) || depthIn(y) - depthIn(x))[0];
}

function withTerms(stepped: Step, terms: Lock): Step {
  const { swap } = stepped;
  return { ...stepped, swap: { ...swap, b: { ...swap.b, terms } } };
}

/** In what a lock is less than what was agreed. */
export type Difference = "asset" | "amount" | "recipient" | "timelock";

/** In what a lock falls short of the terms agreed; none: it is as good. */
export function differencesOf(lock: Lock, agreed: Lock): readonly Difference[] {
  const rules: readonly (readonly [isBroken: boolean, difference: Difference])[] = [
    [!isSameAsset(lock.asset, agreed.asset), "asset"],
    [broughtBy(lock) < broughtBy(agreed), "amount"],
    [!isAddressEqual(lock.recipient, agreed.recipient), "recipient"],
    [lock.timelock > agreed.timelock, "timelock"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, difference]) => difference);
}
