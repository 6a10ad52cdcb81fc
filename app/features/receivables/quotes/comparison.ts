import { daysLeft } from "@tallystick/sdk/instruments/discount";
import { advancePrice, bidCost, salePrice, soldUnits } from "@tallystick/sdk/instruments/offerPrices";
import { type Bid, type SignedBid, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { isAddressEqual } from "viem";
import type { Order } from "./choice.ts";
import type { SaleClaim, SaleFault } from "./sale-claim.ts";

/** A lot, or units of it, as a sale of it reckons. */
export interface Claim extends SaleClaim {
  /** Bit `1 << stream` for each stream of evidence that there is. */
  readonly streams: number;
  /** What is sold: zero for the whole lot, else so many, cut off its end. */
  readonly part: number;
}

/** A bid, posted or signed, and what its purchases were worth so far. */
export interface KnownBid extends SignedBid {
  readonly filled: bigint;
}

/** Why a claim can't be sold into a bid: the contract's refusal, or that it is the holder's own. */
export type BidFault = SaleFault | "own";

/** What a seller gets for a claim by a bid. Amounts in base units. */
export interface Proceeds {
  /** Open and to be collected. */
  readonly worth: bigint;
  /** What he gets with the sale. */
  readonly atOnce: bigint;
  /** What he gets besides when the debtor pays on the due date. */
  readonly later: bigint;
  /** Discount of a sale; of an advance, interest until the due date. */
  readonly discount: bigint;
  readonly fee: bigint;
  /** Calendar days in UTC. */
  readonly days: number;
  /** What it costs a year in basis points, on what he gets at once. Undefined on the due date. */
  readonly simpleBps: bigint | undefined;
  /** With interest on interest; undefined also where no number says anything any more. */
  readonly effectiveBps: bigint | undefined;
}

/** A bid beside a claim. */
export interface Comparison {
  readonly offer: KnownBid;
  readonly fault: BidFault | undefined;
  /** Undefined: there is no price for it. */
  readonly proceeds: Proceeds | undefined;
  /** What it buys besides, of what units are worth. */
  readonly left: bigint;
}

/** Sets bids beside a claim. */
export function compare(offers: readonly KnownBid[], claim: Claim, now: number): readonly Comparison[] {
  return offers.map((offer) => {
    const { bid, filled } = offer;
    return {
      offer,
      left: bid.limit > filled ? bid.limit - filled : 0n,
      proceeds: proceedsOf(bid, claim, now),
      fault: faultOf(offer, claim, now),
    };
  });
}

/** What a seller gets; undefined where the contract would refuse the price. */
export function proceedsOf(
  bid: Pick<Bid, "pricing" | "advanceBps">,
  claim: Pick<Claim, "units" | "dueAt" | "open" | "paid" | "part">,
  now: number,
): Proceeds | undefined {
  try {
    const { proceeds, later, simpleBps, effectiveBps } = bidCost(bid, claim, claim.part, now);
    const { worth } = soldUnits(claim, claim.part);
    const days = Number(daysLeft({ at: now, dueAt: claim.dueAt }));
    return { worth, atOnce: proceeds, later, ...chargesOf(bid, claim, now), days, simpleBps, effectiveBps };
  } catch {
    return undefined;
  }
}

function chargesOf(
  bid: Pick<Bid, "pricing" | "advanceBps">,
  claim: Pick<Claim, "units" | "dueAt" | "open" | "paid" | "part">,
  now: number,
): Pick<Proceeds, "discount" | "fee"> {
  if (bid.advanceBps === WHOLE_BPS) {
    const { discount, fee } = salePrice(bid.pricing, claim, claim.part, now);
    return { discount, fee };
  }
  const { interest, fee } = advancePrice(bid, claim, claim.part, now);
  return { discount: interest, fee };
}

function faultOf({ bid, filled }: KnownBid, claim: Claim, now: number): BidFault | undefined {
  if (isAddressEqual(bid.buyer, claim.holder)) return "own";
  const { streams, holder: seller, part: units } = claim;
  const standing = { filled, isCancelled: false };
  return claim.bidFaults(bid, { now, standing, seller, units, streams })[0];
}

/** Most units of a claim that are worth as much; zero: none. */
export function unitsWithin(claim: Pick<Claim, "units" | "open" | "paid">, left: bigint): number {
  const worth = claim.open + claim.paid;
  if (worth <= left) return claim.units;
  return Number((left * BigInt(claim.units)) / worth);
}

/** Best first, what can't be taken last. Equal ones by what is paid at once, then by how long they stand. */
export function sorted(rows: readonly Comparison[], order: Order): readonly Comparison[] {
  const comparators: Readonly<Record<Order, (a: Comparison, b: Comparison) => number>> = {
    cost: (a, b) => byCost(a.proceeds, b.proceeds),
    proceeds: (a, b) => descending(a.proceeds?.atOnce ?? -1n, b.proceeds?.atOnce ?? -1n),
    limit: (a, b) => descending(a.left, b.left),
    deadline: (a, b) => b.offer.bid.deadline - a.offer.bid.deadline,
  };
  const rank = ({ fault }: Comparison) => (fault === undefined ? 0 : fault === "Quotes_BeyondLimit" ? 1 : 2);
  return rows.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      comparators[order](a, b) ||
      comparators.cost(a, b) ||
      comparators.proceeds(a, b) ||
      comparators.deadline(a, b),
  );
}

function byCost(a: Proceeds | undefined, b: Proceeds | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a.simpleBps !== undefined && b.simpleBps !== undefined && a.simpleBps !== b.simpleBps) {
    return a.simpleBps < b.simpleBps ? -1 : 1;
  }
  return descending(b.discount + b.fee, a.discount + a.fee);
}

function descending(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
