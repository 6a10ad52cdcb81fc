import { type Address, isAddressEqual, zeroAddress } from "viem";
import { fillOf, isSameAsset } from "./fills.ts";
import { tokenOf } from "./lock.ts";
import type { Leg, Order } from "./order.ts";
import { type ChainTiming, lockTimeOf } from "./plan.ts";

/** Why nobody should take an order, or offer it. */
export type OrderFault =
  /** Its deadline is past, or so far away that nobody means it: a price does not hold for months. */
  | "expired"
  | "lives-too-long"
  /** An amount of zero, or above 128 bits; of a token of which there is one, anything but one. */
  | "no-amount"
  | "amount-too-large"
  | "not-whole"
  /** Zero, more than is wanted, or so little that it gets a taker nothing. */
  | "bad-minimum"
  | "gives-nothing"
  /** No maker, no recipient, a token without address, or a taker who is the maker. */
  | "no-account"
  | "no-token"
  | "own-taker"
  /** The same asset of the same chain on both sides. */
  | "same-asset"
  | "unknown-chain"
  | "other-contract"
  /** A leg counts at less depth than its chain promises. */
  | "too-shallow"
  /** Too short for the planner's margin (`lockTimeOf`), or longer than anybody's money should be held up. */
  | "margin-too-small"
  | "lock-too-long";

/** What is known here of a chain that a leg names. */
export interface OrderChain {
  /** The contract that counts on it. */
  readonly hashLock: Address;
  readonly timing: ChainTiming;
}

/** What orders are measured by. */
export interface OrderFacts {
  /** Unix second. */
  readonly now: bigint;
  /** Undefined for a chain that nobody here knows. */
  readonly chains: (chainId: number) => OrderChain | undefined;
}

const DAY = 86_400n;

/** Seconds for which an order holds at most. */
export const MAX_ORDER_LIFE = 30n * DAY;
/** Seconds for which an order may ask a taker to lock. */
export const MAX_LOCK_TIME = 30n * DAY;

/**
 * All that is wrong with an order, whoever signed it; none: it can be taken. What of it is left, its maker and the chain of
 * `wants` know.
 */
export function orderFaults(order: Order, { now, chains }: OrderFacts): OrderFault[] {
  const { maker, recipient, taker, gives, wants, minimumFill, deadline } = order;
  const legs = [gives, wants];
  const known = legs.map(({ chainId }) => chains(chainId));
  const any = (rule: (leg: Leg) => boolean): boolean => legs.some(rule);
  const isSameChain = gives.chainId === wants.chainId;
  const rules: readonly (readonly [isBroken: boolean, fault: OrderFault])[] = [
    [deadline <= now, "expired"],
    [deadline > now + MAX_ORDER_LIFE, "lives-too-long"],
    [any(({ amount }) => amount <= 0n), "no-amount"],
    [any(({ amount }) => amount >= 1n << 128n), "amount-too-large"],
    [any(({ asset, amount }) => asset.kind === "erc721" && amount !== 1n), "not-whole"],
    [minimumFill <= 0n || minimumFill > wants.amount, "bad-minimum"],
    [minimumFill > 0n && fillOf(order, minimumFill).gives === 0n, "gives-nothing"],
    [isAddressEqual(maker, zeroAddress) || isAddressEqual(recipient, zeroAddress), "no-account"],
    [any(({ asset }) => asset.kind !== "native" && isAddressEqual(tokenOf(asset), zeroAddress)), "no-token"],
    [isAddressEqual(maker, taker), "own-taker"],
    [isSameChain && isSameAsset(gives.asset, wants.asset), "same-asset"],
    [known.includes(undefined), "unknown-chain"],
    [legs.some((leg, i) => isOtherContract(leg, known[i])), "other-contract"],
    [legs.some(({ confirmations }, i) => confirmations < (known[i]?.timing.confirmations ?? 0)), "too-shallow"],
    ...lockTimeRules(order, known),
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault);
}

function isOtherContract({ hashLock }: Leg, chain: OrderChain | undefined): boolean {
  return chain !== undefined && !isAddressEqual(hashLock, chain.hashLock);
}

function lockTimeRules(
  { lockTime, gives, wants }: Order,
  [giving, wanting]: readonly (OrderChain | undefined)[],
): readonly (readonly [boolean, OrderFault])[] {
  const tooLong = [lockTime > MAX_LOCK_TIME, "lock-too-long"] as const;
  if (giving === undefined || wanting === undefined) return [tooLong];
  // The taker locks first, on the chain of what is wanted.
  const timings = { a: legTiming(wants, wanting), b: legTiming(gives, giving) };
  return [[lockTime < BigInt(Math.ceil(lockTimeOf(timings))), "margin-too-small"], tooLong];
}

/** A chain's timing where a leg asks for more depth than the chain does. */
function legTiming({ confirmations }: Leg, { timing }: OrderChain): ChainTiming {
  return { ...timing, confirmations: Math.max(confirmations, timing.confirmations) };
}
