import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import { type Asset, type Lock, tokenIdOf, tokenOf } from "./lock.ts";
import { fillSalt, isFillOf, isNoted, type Order, swapOrderHash, type Take } from "./order.ts";

/** What changes hands by one fill of an order, in base units and without tips. */
export interface Fill {
  /** What the taker locks first. */
  readonly wants: bigint;
  /** What the maker locks then. */
  readonly gives: bigint;
}

/** Why somebody can't take that much of an order. */
export type FillFault = "nothing" | "beyond-what-is-left" | "below-minimum" | "gives-nothing";

/**
 * What a taker of some of an order gets: in proportion, rounded for the maker. So all fills together never take more than
 * the order's amounts, and none gets the maker a worse rate.
 *
 * @param wants base units that the taker brings
 */
export function fillOf({ gives, wants: whole }: Pick<Order, "gives" | "wants">, wants: bigint): Fill {
  return { wants, gives: whole.amount === 0n ? 0n : (gives.amount * wants) / whole.amount };
}

/**
 * Least that a taker must bring to get so much.
 *
 * @param gives base units that he wants
 */
export function bringingFor({ gives: whole, wants }: Pick<Order, "gives" | "wants">, gives: bigint): bigint {
  return whole.amount === 0n ? 0n : (gives * wants.amount + whole.amount - 1n) / whole.amount;
}

/**
 * Why a taker can't bring so much; none: he can.
 *
 * @param filled what takers before him brought, in base units of `wants`
 */
export function fillFaults(order: Order, wants: bigint, filled: bigint): FillFault[] {
  const left = order.wants.amount - filled;
  const rules: readonly (readonly [isBroken: boolean, fault: FillFault])[] = [
    [wants <= 0n, "nothing"],
    [wants > left, "beyond-what-is-left"],
    // The last may be less: else what is left could never be taken.
    [wants < order.minimumFill && wants !== left, "below-minimum"],
    [wants > 0n && fillOf(order, wants).gives === 0n, "gives-nothing"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault);
}

/** Why a lock fills an order not, or not as it must. */
export type TakingFault =
  | FillFault
  | "other-order"
  | "other-asset"
  | "other-recipient"
  | "other-taker"
  | "too-late"
  | "lock-too-short";

/** What a taker's lock is measured by. */
export interface TakingFacts {
  /** What takers before him brought, in base units of `wants`. */
  readonly filled: bigint;
  /** Unix second of the block that the lock is in. */
  readonly lockedAt: bigint;
  /** Unix second at which the lock is (or would be) as deep as the order asks. */
  readonly deepAt: bigint;
}

/** Why a taker's lock on the chain of `wants` is none that the maker has to answer; none: it is. */
export function takingFaults(order: Order, lock: Lock, { filled, lockedAt, deepAt }: TakingFacts): TakingFault[] {
  const { wants, recipient, taker, deadline, lockTime } = order;
  const rules: readonly (readonly [isBroken: boolean, fault: TakingFault])[] = [
    [!isFillOf(lock.salt, swapOrderHash(order)), "other-order"],
    [!isSameAsset(lock.asset, wants.asset), "other-asset"],
    [!isAddressEqual(lock.recipient, recipient), "other-recipient"],
    [!isAddressEqual(taker, zeroAddress) && !isAddressEqual(lock.refundee, taker), "other-taker"],
    [deepAt > deadline, "too-late"],
    [lock.timelock < lockedAt + lockTime, "lock-too-short"],
  ];
  const faults = rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault);
  return [...faults, ...fillFaults(order, broughtBy(lock), filled)];
}

/** What a lock brings its recipient, whoever claims it: a tip of native money or ERC-20 goes out of the amount. */
export function broughtBy({ asset, amount, tip }: Pick<Lock, "asset" | "amount" | "tip">): bigint {
  return isMoney(asset) ? amount - tip : amount;
}

/** What a taker decides of his lock. */
export interface TakerChoice {
  /** Locks, and gets it back after `timelock`. */
  readonly taker: Address;
  /** Of `wants`, in base units, without the tip. */
  readonly wants: bigint;
  readonly hashlock: Hex;
  /** Unix second: at least `lockTime` after the block that it will be in. */
  readonly timelock: bigint;
  /** For whoever claims or refunds. Default: none. */
  readonly tip?: bigint | undefined;
  /** Of its secret (`newSecret`), which is found again by it; it tells his locks of the same terms apart. Default: 0 */
  readonly counter?: number | undefined;
  /** Whether a note (`Take`) names who is paid: the maker answers only when he has it. Default: no */
  readonly isNoted?: boolean | undefined;
}

/** Terms of the lock by which somebody takes an order, on the chain of `wants`. */
export function takerLock(order: Order, choice: TakerChoice): Lock {
  const { taker, wants, hashlock, timelock, tip = 0n, counter = 0, isNoted: noted = false } = choice;
  const { asset } = order.wants;
  return {
    asset,
    amount: isMoney(asset) ? wants + tip : wants,
    hashlock,
    recipient: order.recipient,
    refundee: taker,
    timelock,
    tip,
    salt: fillSalt(swapOrderHash(order), counter, noted),
  };
}

/** Why a note does not say who is paid for a lock. */
export type NoteFault = "not-noted" | "other-order" | "other-taker" | "other-hashlock" | "other-amount" | "unpayable";

/**
 * Whether a note is of a taker's lock; none: it is. That its taker signed it `isTakeSigned` says, and until when it is meant
 * its deadline.
 */
export function noteFaults(order: Order, lock: Lock, take: Take): NoteFault[] {
  const { recipient } = take;
  const rules: readonly (readonly [isBroken: boolean, fault: NoteFault])[] = [
    [!isNoted(lock.salt), "not-noted"],
    [take.order.toLowerCase() !== swapOrderHash(order) || !isFillOf(lock.salt, swapOrderHash(order)), "other-order"],
    [!isAddressEqual(take.taker, lock.refundee), "other-taker"],
    [take.hashlock.toLowerCase() !== lock.hashlock.toLowerCase(), "other-hashlock"],
    [take.amount !== broughtBy(lock), "other-amount"],
    // `HashLock` refuses both.
    [isAddressEqual(recipient, zeroAddress) || isAddressEqual(recipient, order.gives.hashLock), "unpayable"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault);
}

/**
 * Terms of the lock by which the maker answers a taker's, on the chain of `gives`.
 *
 * @param taken the taker's lock
 * @param recipient whom the taker named (`Take`); default: who locked
 */
export function makerLock(
  order: Order,
  taken: Lock,
  {
    timelock,
    recipient = taken.refundee,
    tip = 0n,
  }: { readonly timelock: bigint; readonly recipient?: Address | undefined; readonly tip?: bigint | undefined },
): Lock {
  const { asset } = order.gives;
  const { gives } = fillOf(order, broughtBy(taken));
  return {
    asset,
    amount: isMoney(asset) ? gives + tip : gives,
    hashlock: taken.hashlock,
    recipient,
    refundee: order.maker,
    timelock,
    tip,
    salt: taken.salt,
  };
}

/** Whether two assets of one chain are the same. */
export function isSameAsset(a: Asset, b: Asset): boolean {
  return a.kind === b.kind && isAddressEqual(tokenOf(a), tokenOf(b)) && tokenIdOf(a) === tokenIdOf(b);
}

function isMoney({ kind }: Asset): boolean {
  return kind === "native" || kind === "erc20";
}
