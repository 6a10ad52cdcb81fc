import { effectiveCost, type PriceOffer, simpleCost, toBps } from "@tallystick/sdk/instruments/cost";
import { yearFraction } from "@tallystick/sdk/instruments/dayCount";
import { bankDiscount, daysLeft } from "@tallystick/sdk/instruments/discount";
import { simpleInterest } from "@tallystick/sdk/instruments/interest";
import { splitAdvance } from "@tallystick/sdk/instruments/reserve";
import { type Address, isAddressEqual, zeroAddress } from "viem";

/** Basis points of a whole: a bid that pays as much at once is a sale, and one that pays less an advance. */
export const whole = 10_000;

const dayCount = "actual/360";

/** A lot, or a part of one, as a sale of it reckons. Amounts in base units. */
export interface Claim {
  readonly lot: bigint;
  readonly holder: Address;
  readonly debtor: Address;
  readonly token: Address;
  readonly units: number;
  /** Principal that is open on it. */
  readonly open: bigint;
  /** What was paid on it and not collected: it goes with the lot at par. */
  readonly collectable: bigint;
  /** Unix second, as extended last. */
  readonly dueAt: number;
  /** Bit `1 << stream` for each stream of evidence that there is. */
  readonly streams: number;
  /** Whether its receivable is confirmed, not paid in full and not overdue. */
  readonly isSaleable: boolean;
}

/** What a bid says, wherever it comes from. */
export interface BidTerms {
  readonly buyer: Address;
  readonly token: Address;
  readonly debtor: Address;
  readonly seller: Address;
  readonly lot: bigint;
  readonly limit: bigint;
  readonly maxDays: number;
  readonly rateBps: number;
  readonly feeBps: number;
  readonly isWithRecourse: boolean;
  readonly evidence: number;
  readonly advanceBps: number;
  readonly deadline: number;
}

export const bidFaults = [
  "own",
  "notSaleable",
  "token",
  "debtor",
  "seller",
  "lot",
  "evidence",
  "tooLong",
  "limit",
  "expired",
  "pricing",
] as const;
/** Why a claim can't be sold into a bid. */
export type BidFault = (typeof bidFaults)[number];

/** What a seller gets for a claim by a bid. */
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
  /** What it costs a year in basis points, rounded up: of what he gets at once. Undefined on the due date. */
  readonly simpleBps: bigint | undefined;
  /** With interest on interest; undefined also where no number says anything any more. */
  readonly effectiveBps: bigint | undefined;
}

/** A bid beside a claim. */
export interface Comparison<B extends BidTerms = BidTerms> {
  readonly bid: B;
  readonly fault: BidFault | undefined;
  /** Undefined: the discount or fee would be the whole, or the claim is not saleable. */
  readonly proceeds: Proceeds | undefined;
  /** What it buys besides, of what units are worth. */
  readonly left: bigint;
}

/** So many units cut off the end of a claim; `undefined` where it has no such part. All of them: the claim itself. */
export function partOfClaim(claim: Claim, units: number): Claim | undefined {
  if (!Number.isSafeInteger(units) || units <= 0 || units > claim.units) return undefined;
  const share = (amount: bigint) => (amount * BigInt(units)) / BigInt(claim.units);
  return { ...claim, units, open: share(claim.open), collectable: share(claim.collectable) };
}

/** Most units of a claim that a bid still takes; zero: none. */
export function unitsWithin(claim: Claim, left: bigint): number {
  const worth = claim.open + claim.collectable;
  if (worth <= left) return claim.units;
  return worth === 0n ? 0 : Number((left * BigInt(claim.units)) / worth);
}

/** Sets bids beside a claim. */
export function compare<B extends BidTerms>(
  bids: readonly { readonly bid: B; readonly filled: bigint }[],
  claim: Claim,
  now: number,
): readonly Comparison<B>[] {
  return bids.map(({ bid, filled }) => {
    const left = bid.limit > filled ? bid.limit - filled : 0n;
    const proceeds = claim.isSaleable ? proceedsOf(bid, claim, now) : undefined;
    return { bid, left, proceeds, fault: faultOf(bid, claim, { now, left, proceeds }) };
  });
}

/** What a seller gets; undefined where the contract would refuse the price. */
export function proceedsOf(
  bid: Pick<BidTerms, "rateBps" | "feeBps" | "advanceBps">,
  claim: Pick<Claim, "open" | "collectable" | "dueAt">,
  now: number,
): Proceeds | undefined {
  try {
    return bid.advanceBps === whole ? saleOf(bid, claim, now) : advanceOf(bid, claim, now);
  } catch {
    return undefined;
  }
}

function saleOf(
  { rateBps, feeBps }: Pick<BidTerms, "rateBps" | "feeBps">,
  { open, collectable, dueAt }: Pick<Claim, "open" | "collectable" | "dueAt">,
  now: number,
): Proceeds {
  const about = { face: open, dueAt, at: now };
  const { net, discount, fee } = bankDiscount({ ...about, rateBps, feeBps, dayCount, rounding: "down" });
  return {
    worth: open + collectable,
    atOnce: net + collectable,
    later: 0n,
    discount,
    fee,
    ...costOf({ ...about, price: net }),
  };
}

function advanceOf(
  { rateBps, feeBps, advanceBps }: Pick<BidTerms, "rateBps" | "feeBps" | "advanceBps">,
  { open, collectable, dueAt }: Pick<Claim, "open" | "collectable" | "dueAt">,
  now: number,
): Proceeds {
  const worth = open + collectable;
  const { advance, reserve } = splitAdvance(worth, advanceBps);
  const discount = simpleInterest(advance, rateBps, yearFraction(now, dueAt, dayCount), "up");
  const fee = (worth * BigInt(feeBps) + BigInt(whole) - 1n) / BigInt(whole);
  const later = reserve - discount - fee;
  return {
    worth,
    atOnce: advance,
    later: later > 0n ? later : 0n,
    discount,
    fee,
    ...costOf({ face: advance + discount + fee, price: advance, at: now, dueAt }),
  };
}

function costOf(offer: PriceOffer): Pick<Proceeds, "days" | "simpleBps" | "effectiveBps"> {
  const days = Number(daysLeft(offer));
  if (days === 0) return { days, simpleBps: undefined, effectiveBps: undefined };
  return { days, simpleBps: toBps(simpleCost(offer, dayCount), "up"), effectiveBps: effectiveOf(offer) };
}

/** Beyond what the SDK tells, a yearly cost is no help to anybody. */
function effectiveOf(offer: PriceOffer): bigint | undefined {
  try {
    return effectiveCost(offer, "up");
  } catch {
    return undefined;
  }
}

/** In the order in which somebody would want to know. */
function faultOf(
  bid: BidTerms,
  claim: Claim,
  { now, left, proceeds }: { readonly now: number; readonly left: bigint; readonly proceeds: Proceeds | undefined },
): BidFault | undefined {
  const names = (named: Address, actual: Address) =>
    isAddressEqual(named, zeroAddress) || isAddressEqual(named, actual);
  const rules: readonly (readonly [BidFault, () => boolean])[] = [
    ["own", () => isAddressEqual(bid.buyer, claim.holder)],
    ["notSaleable", () => !claim.isSaleable],
    ["token", () => !isAddressEqual(bid.token, claim.token)],
    ["debtor", () => !names(bid.debtor, claim.debtor)],
    ["seller", () => !names(bid.seller, claim.holder)],
    ["lot", () => bid.lot !== 0n && bid.lot !== claim.lot],
    ["evidence", () => (bid.evidence & ~claim.streams) !== 0],
    ["expired", () => bid.deadline < now],
    ["tooLong", () => Number(daysLeft({ at: now, dueAt: claim.dueAt })) > bid.maxDays],
    ["limit", () => claim.open + claim.collectable > left],
    ["pricing", () => proceeds === undefined || proceeds.atOnce === 0n],
  ];
  return rules.find(([, holds]) => holds())?.[0];
}

export const orders = ["cost", "proceeds", "limit", "deadline"] as const;
export type Order = (typeof orders)[number];

/** Best first, what can't be taken last. Equal ones by what is paid at once, then by how long they stand. */
export function sorted<C extends Comparison>(rows: readonly C[], order: Order): readonly C[] {
  const comparators: Readonly<Record<Order, (a: C, b: C) => number>> = {
    cost: (a, b) => byCost(a.proceeds, b.proceeds),
    proceeds: (a, b) => descending(a.proceeds?.atOnce ?? -1n, b.proceeds?.atOnce ?? -1n),
    limit: (a, b) => descending(a.left, b.left),
    deadline: (a, b) => b.bid.deadline - a.bid.deadline,
  };
  const rank = ({ fault }: C) => (fault === undefined ? 0 : fault === "limit" ? 1 : 2);
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
