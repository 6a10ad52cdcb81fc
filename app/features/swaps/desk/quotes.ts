import type { Network } from "@tallystick/sdk/networks";
import { bringingFor, type FillFault, fillFaults, fillOf, isSameAsset } from "@tallystick/sdk/swaps/fills";
import type { Asset } from "@tallystick/sdk/swaps/lock";
import type { Leg, Order, SignedOrder } from "@tallystick/sdk/swaps/order";
import { assetKey } from "@tallystick/sdk/swaps/orderWire";
import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";

/** An order as the relay has it, with how much of it is taken. */
export interface OpenOrder {
  readonly signed: SignedOrder;
  readonly hash: Hex;
  /** What takers have brought of it so far, in base units of `wants`. */
  readonly filled: bigint;
}

/** Something on a chain. */
export interface Side {
  readonly chainId: number;
  readonly asset: Asset;
}

/** What a taker gives and what he gets for it. */
export interface Pair {
  readonly gives: Side;
  readonly gets: Side;
}

export function isSameSide(a: Side, b: Side): boolean {
  return a.chainId === b.chainId && isSameAsset(a.asset, b.asset);
}

function isSamePair(a: Pair, b: Pair): boolean {
  return isSameSide(a.gives, b.gives) && isSameSide(a.gets, b.gets);
}

/** What an order is to its taker. */
export function pairOf({ wants, gives }: Pick<Order, "wants" | "gives">): Pair {
  return { gives: sideOf(wants), gets: sideOf(gives) };
}

const sideOf = ({ chainId, asset }: Leg): Side => ({ chainId, asset });

/** What can be had for what, each once, in the order in which it was first offered. */
export function pairsOf(orders: readonly OpenOrder[]): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const { signed } of orders) {
    const pair = pairOf(signed.order);
    if (!pairs.some((each) => isSamePair(each, pair))) pairs.push(pair);
  }
  return pairs;
}

/** Words by which a pair stands in a page's address or a choice. */
export function pairKey({ gives, gets }: Pair): string {
  return [gives, gets].map(assetKey).join("~");
}

/** Why an order can't be taken. */
export type QuoteFault = FillFault | "own" | "expired" | "otherTaker";

/** What an order gives for an amount. */
export interface Quote {
  readonly open: OpenOrder;
  /** What the taker brings and gets, in base units. */
  readonly brings: bigint;
  readonly gets: bigint;
  readonly faults: readonly QuoteFault[];
}

/** What a quote is asked for. */
export interface Asked {
  readonly pair: Pair;
  /** Of what is given, in base units; undefined: nothing is said yet. */
  readonly amount: bigint | undefined;
  readonly account: Address | undefined;
  /** Unix second by which the taker's lock could be deep enough, at the earliest, on the chain of an order's `wants`. */
  readonly deepAt: (order: Order) => number;
}

/**
 * What the orders of a pair give for an amount: those that can be taken first, the best of them first. Without an amount
 * each order is quoted whole.
 */
export function quotesOf(orders: readonly OpenOrder[], asked: Asked): readonly Quote[] {
  return orders
    .filter(({ signed }) => isSamePair(pairOf(signed.order), asked.pair))
    .map((open) => quoteOf(open, asked))
    .sort((a, b) => Number(a.faults.length > 0) - Number(b.faults.length > 0) || byRate(a, b));
}

function quoteOf(open: OpenOrder, { amount, account, deepAt }: Asked): Quote {
  const { order } = open.signed;
  const brings = amount ?? order.wants.amount - open.filled;
  const rules: readonly (readonly [isBroken: boolean, fault: QuoteFault])[] = [
    [account !== undefined && isAddressEqual(account, order.maker), "own"],
    [deepAt(order) > Number(order.deadline), "expired"],
    [!isAddressEqual(order.taker, zeroAddress) && !(account && isAddressEqual(account, order.taker)), "otherTaker"],
  ];
  const faults = rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault);
  return {
    open,
    brings,
    gets: fillOf(order, brings).gives,
    faults: [...faults, ...fillFaults(order, brings, open.filled)],
  };
}

/** The more for the same comes first; exactly, whatever the amounts. */
function byRate(a: Quote, b: Quote): number {
  const [left, right] = [rateOf(a), rateOf(b)];
  const difference = right.gives * left.wants - left.gives * right.wants;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

const rateOf = ({ open }: Quote) => ({
  gives: open.signed.order.gives.amount,
  wants: open.signed.order.wants.amount,
});

/** Least and most that one taker brings of an order now. */
export function limitsOf({ signed: { order }, filled }: OpenOrder): { readonly least: bigint; readonly most: bigint } {
  const most = order.wants.amount - filled;
  const needed = bringingFor(order, 1n);
  const least = order.minimumFill > needed ? order.minimumFill : needed;
  return { least: least > most ? most : least, most };
}

/** Unix second by which a taker's lock would be deep enough, were it sent now. */
export function deepAtOf(order: Order, nowOn: (chainId: number) => number, networks: readonly Network[]): number {
  const { chainId, confirmations } = order.wants;
  const network = networks.find((each) => each.chainId === chainId);
  return nowOn(chainId) + confirmations * (network?.blockTime ?? 0);
}
