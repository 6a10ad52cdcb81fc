import { isTallystickError, tallystickError } from "../errors.ts";
import { effectiveCost, type PriceOffer, simpleCost, toBps } from "./cost.ts";
import { bankDiscount, daysLeft } from "./discount.ts";
import { simpleInterest } from "./interest.ts";
import type { Ask, Bid, Pricing } from "./offers.ts";
import { amountIn, BPS, quotient, type Whole, wholeOf } from "./whole.ts";

// What offers come to: the contract's arithmetic (`Quotes`, `Discount`), so that a screen says before what will be after.

/** What a sale depends on, as `claimOf` reads it. Amounts in base units. */
export interface ClaimFacts {
  /** Of the lot. */
  readonly units: Whole;
  /** As extended last. */
  readonly dueAt: Whole;
  /** Principal that is open on the lot. */
  readonly open: bigint;
  /** What was paid on it and not collected: it goes with the lot. */
  readonly paid: bigint;
}

/** Units of a claim, and what they are worth. Amounts in base units. */
export interface SoldUnits {
  readonly units: bigint;
  readonly open: bigint;
  readonly paid: bigint;
  /** Open and paid. */
  readonly worth: bigint;
}

/**
 * What some units of a lot are worth, rounded down.
 *
 * @param units zero: the whole lot
 * @throws `FieldInvalid` for more than the lot has
 */
export function soldUnits(claim: ClaimFacts, units: Whole = 0n): SoldUnits {
  const whole = wholeOf(claim.units, "units", 2n ** 40n - 1n, 1n);
  const part = wholeOf(units, "units", whole);
  const of = part === 0n ? whole : part;
  const open = (amountIn(claim.open, "open") * of) / whole;
  const paid = (amountIn(claim.paid, "paid") * of) / whole;
  return { units: of, open, paid, worth: open + paid };
}

/** What a sale comes to. Base units; `price` = `open` - `discount` - `fee` + `paid`. */
export interface SalePrice extends SoldUnits {
  readonly discount: bigint;
  readonly fee: bigint;
  /** What the seller gets. */
  readonly price: bigint;
}

/**
 * Price of some units by a discount, as `IQuotes.priceOf`: what is open is discounted by the calendar days that are left,
 * actual/360, rounded down; the fee is of that, rounded up; what was paid goes at par.
 *
 * @param units zero: the whole lot
 * @param at Unix second of the sale, not after the due date
 * @throws `FieldInvalid` for a claim that was due before, and where nothing would be left
 */
export function salePrice(pricing: Pricing, claim: ClaimFacts, units: Whole, at: Whole): SalePrice {
  const sold = soldUnits(claim, units);
  const { discount, fee } = discounted(pricing, claim, sold.open, at);
  const price = sold.open - discount - fee + sold.paid;
  if (price === 0n) throw tallystickError("FieldInvalid", { field: "units", reason: "they would cost nothing" });
  return { ...sold, discount, fee, price };
}

function discounted(
  { rateBps, feeBps }: Pricing,
  claim: ClaimFacts,
  open: bigint,
  at: Whole,
): { readonly discount: bigint; readonly fee: bigint } {
  const { dueAt } = claim;
  daysLeft({ at, dueAt });
  if (open === 0n) return { discount: 0n, fee: 0n };
  return bankDiscount({ face: open, at, dueAt, rateBps, feeBps, dayCount: "actual/360", rounding: "down" });
}

/** What an advance comes to. Amounts in base units. */
export interface AdvancePrice extends SoldUnits {
  /** What the seller gets at once. */
  readonly advance: bigint;
  /** What the financier gets besides advance and interest. */
  readonly fee: bigint;
  /** Interest on the advance, if the debtor pays on the day that it is due. */
  readonly interest: bigint;
  /** What the seller gets then. */
  readonly rest: bigint;
}

/**
 * What a bid that advances a part comes to (`IQuotes.sell`, `IHoldback`): a part of what the units are worth, rounded
 * down; interest and fee, both rounded up, are the financier's when the debtor has paid.
 *
 * @param units zero: the whole lot
 * @param at Unix second of the sale, not after the due date
 * @throws `FieldInvalid` for a claim that was due before, for a bid that pays the whole, and where nothing would be paid
 */
export function advancePrice(
  { pricing, advanceBps }: Pick<Bid, "pricing" | "advanceBps">,
  claim: ClaimFacts,
  units: Whole,
  at: Whole,
): AdvancePrice {
  const sold = soldUnits(claim, units);
  const part = wholeOf(advanceBps, "advanceBps", BPS - 1n, 1n);
  const advance = quotient(sold.worth * part, BPS, "down");
  if (advance === 0n) throw tallystickError("FieldInvalid", { field: "units", reason: "nothing would be advanced" });
  const fee = quotient(sold.worth * wholeOf(pricing.feeBps, "feeBps", BPS), BPS, "up");
  const days = daysLeft({ at, dueAt: claim.dueAt });
  const interest = simpleInterest(advance, pricing.rateBps, { numerator: days, denominator: 360n }, "up");
  const left = sold.worth - advance - fee - interest;
  return { ...sold, advance, fee, interest, rest: left > 0n ? left : 0n };
}

/** What an offer costs the seller, and what he gets. Amounts in base units. */
export interface OfferCost {
  /** What he gets at once. */
  readonly proceeds: bigint;
  /** What he gets when the debtor has paid on the due day. */
  readonly later: bigint;
  /** What he gives up: what the units are worth less both. */
  readonly charge: bigint;
  /** What he gets before its time. */
  readonly lent: bigint;
  /** As simple interest a year on what he gets, actual/360, rounded up; undefined: no day is left. */
  readonly simpleBps?: bigint | undefined;
  /** The same with interest on interest; undefined: no day is left, or it is beyond all telling (`MAX_COST_BPS`). */
  readonly effectiveBps?: bigint | undefined;
}

/** An offer among others, with what it costs. */
export interface RankedOffer<T> extends OfferCost {
  readonly offer: T;
}

/**
 * What an ask costs its seller at a second, and so what it brings its buyer until the claim is due. A price above what is
 * open costs less than nothing: then no yearly cost is told.
 *
 * @throws `FieldInvalid` as `salePrice`, for a bid by its discount
 */
export function askCost(ask: Pick<Ask, "price" | "pricing" | "units">, claim: ClaimFacts, at: Whole): OfferCost {
  const sold = soldUnits(claim, ask.units);
  const price = ask.price === 0n ? salePrice(ask.pricing, claim, ask.units, at).price : amountIn(ask.price, "price");
  return costOf(sold, price, 0n, claim, at);
}

/**
 * What a bid costs who takes it at a second.
 *
 * @param units zero: the whole lot
 * @throws `FieldInvalid` as `salePrice` and `advancePrice`
 */
export function bidCost(
  bid: Pick<Bid, "pricing" | "advanceBps">,
  claim: ClaimFacts,
  units: Whole,
  at: Whole,
): OfferCost {
  if (BigInt(bid.advanceBps) === BPS) {
    const sale = salePrice(bid.pricing, claim, units, at);
    return costOf(sale, sale.price, 0n, claim, at);
  }
  const { advance, rest, ...sold } = advancePrice(bid, claim, units, at);
  return costOf(sold, advance, rest, claim, at);
}

/**
 * Bids for some units of a lot, the cheapest a year first, and of equals the one that pays the most at once. Bids that can't
 * be priced are left out.
 *
 * @param units zero: the whole lot
 */
export function rankBids<T extends Pick<Bid, "pricing" | "advanceBps">>(
  bids: readonly T[],
  claim: ClaimFacts,
  units: Whole,
  at: Whole,
): RankedOffer<T>[] {
  const ranked = bids.flatMap((offer): RankedOffer<T>[] => {
    const cost = orNothing(() => bidCost(offer, claim, units, at));
    return cost === undefined ? [] : [{ offer, ...cost }];
  });
  return ranked.sort((a, b) => compareCharges(a, b) || compare(b.proceeds, a.proceeds));
}

/**
 * Asks, what brings their buyer the most a year first; those whose yield can't be told last. Asks that can't be priced are
 * left out.
 */
export function rankAsks<
  T extends { readonly ask: Pick<Ask, "price" | "pricing" | "units">; readonly claim: ClaimFacts },
>(asks: readonly T[], at: Whole): RankedOffer<T>[] {
  const ranked = asks.flatMap((offer): RankedOffer<T>[] => {
    const cost = orNothing(() => askCost(offer.ask, offer.claim, at));
    return cost === undefined ? [] : [{ offer, ...cost }];
  });
  return ranked.sort((a, b) => compare(b.effectiveBps ?? -1n, a.effectiveBps ?? -1n) || compare(b.charge, a.charge));
}

/** By charge and what is lent: for one claim this goes as the cost a year does, and is there on the last day too. */
function compareCharges(a: OfferCost, b: OfferCost): number {
  return compare(a.charge * b.lent, b.charge * a.lent);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

function costOf(sold: SoldUnits, proceeds: bigint, later: bigint, { dueAt }: ClaimFacts, at: Whole): OfferCost {
  const charge = sold.worth - proceeds - later;
  // What was paid is the seller's in any case: in a sale only the rest of the proceeds comes before its time.
  const lent = later === 0n ? proceeds - sold.paid : proceeds;
  const offer: PriceOffer = { face: lent + charge, price: lent, at, dueAt };
  return {
    ...{ proceeds, later, charge, lent },
    simpleBps: orNothing(() => toBps(simpleCost(offer, "actual/360"), "up")),
    effectiveBps: orNothing(() => effectiveCost(offer, "up")),
  };
}

/** What a function makes; undefined where its values make no sense to it. */
function orNothing<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (isTallystickError(error, "FieldInvalid")) return undefined;
    throw error;
  }
}
