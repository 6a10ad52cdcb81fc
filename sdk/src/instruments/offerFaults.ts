import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import { DAY } from "./dayCount.ts";
import { KIND } from "./links.ts";
import { soldUnits } from "./offerPrices.ts";
import { type Ask, type Bid, type OfferStanding, type Pricing, WHOLE_BPS } from "./offers.ts";
import type { ReceivableClaim } from "./receivableState.ts";
import type { ReceivableTerms } from "./terms.ts";

/** Why an offer can't be taken: the contract's error that it would end in. */
export type OfferFault =
  | "Lots_NotHolder"
  | "Quotes_Expired"
  | "Quotes_Cancelled"
  | "Quotes_NotBuyer"
  | "Quotes_NotSeller"
  | "Quotes_OtherLot"
  | "Quotes_Changed"
  | "Quotes_WrongStatus"
  | "Quotes_BadUnits"
  | "Quotes_BadKind"
  | "Quotes_OtherToken"
  | "Quotes_OtherDebtor"
  | "Quotes_ForAnything"
  | "Quotes_TooLong"
  | "Quotes_EvidenceMissing"
  | "Quotes_BeyondLimit"
  | "Quotes_BadAdvance"
  | "Quotes_BadPricing"
  | "Quotes_NoPrice";

/** What offers are measured by. */
export interface OfferFacts {
  /** Unix second of the trade. */
  readonly now: number;
  readonly terms: ReceivableTerms;
  /** See `claimOf`. */
  readonly claim: ReceivableClaim;
  /** See `offerStanding`. */
  readonly standing: Pick<OfferStanding, "filled" | "isCancelled">;
}

/** The same, whatever the lot is of. */
export interface SaleFacts extends Pick<OfferFacts, "now" | "standing"> {
  readonly claim: Pick<ReceivableClaim, "lot" | "holder" | "units" | "dueAt" | "open" | "paid">;
  readonly debtor: Address;
  readonly token: Address;
  /** Whether it is sold at a discount. */
  readonly isPromised: boolean;
  /** Whether it is sold for a price that is named. */
  readonly isLate: boolean;
  /** Whether a part may be paid at once, the rest later. */
  readonly takesAdvance: boolean;
}

/** Faults, each with whether it is there. */
export type Rules<Fault> = readonly (readonly [isBroken: boolean, fault: Fault])[];

/**
 * All that the contract would refuse if somebody took an ask (`IQuotes.buy`); none: it goes, if it is signed or posted and
 * paid for.
 *
 * @param facts `buyer`: who would take it; `version`: of the lot now (`versionOf`)
 */
export function askFaults(
  ask: Ask,
  facts: OfferFacts & { readonly buyer: Address; readonly version: Hex },
): OfferFault[] {
  return broken(askRules(ask, { ...facts, ...saleFacts(facts) }));
}

/** What the contract checks of an ask, whatever its lot is of. */
export function askRules(
  ask: Ask,
  facts: SaleFacts & { readonly buyer: Address; readonly version: Hex },
): Rules<OfferFault> {
  const { claim, buyer, isPromised, isLate } = facts;
  const isPriced = ask.price !== 0n;
  return [
    ...standingRules(ask.deadline, facts),
    [!isOrAny(ask.buyer, buyer), "Quotes_NotBuyer"],
    [!isAddressEqual(claim.holder, ask.seller), "Lots_NotHolder"],
    [claim.lot !== ask.lot, "Quotes_OtherLot"],
    [BigInt(facts.version) !== BigInt(ask.version), "Quotes_Changed"],
    [!isPromised && !(isPriced && isLate), "Quotes_WrongStatus"],
    [ask.units > claim.units, "Quotes_BadUnits"],
    [isAddressEqual(buyer, facts.debtor) && ask.kind !== KIND.withoutRecourse, "Quotes_BadKind"],
    ...(isPriced ? [] : pricingRules(ask.pricing, ask.units, facts)),
  ];
}

/**
 * All that the contract would refuse if somebody took a bid (`IQuotes.sell`); none: it goes, if it is signed or posted and
 * the buyer has the money.
 *
 * @param facts `seller`: who would take it; `units`: zero: the whole lot; `streams`: of evidence that there are
 *   (`streamBits`)
 */
export function bidFaults(
  bid: Bid,
  facts: OfferFacts & { readonly seller: Address; readonly units: number; readonly streams: number },
): OfferFault[] {
  return broken(bidRules(bid, { ...facts, ...saleFacts(facts) }));
}

/** What the contract checks of a bid, whatever its lot is of. */
export function bidRules(
  bid: Bid,
  facts: SaleFacts & { readonly seller: Address; readonly units: number; readonly streams: number },
): Rules<OfferFault> {
  const { claim, units } = facts;
  const isDebtors = isAddressEqual(bid.buyer, facts.debtor);
  const isSale = bid.advanceBps === WHOLE_BPS;
  const isAdvance = facts.takesAdvance && !isDebtors && bid.advanceBps < WHOLE_BPS;
  return [
    ...standingRules(bid.deadline, facts),
    ...scopeRules(bid, facts),
    [!facts.isPromised, "Quotes_WrongStatus"],
    [units > claim.units, "Quotes_BadUnits"],
    [daysUntil(facts) > BigInt(bid.maxDays), "Quotes_TooLong"],
    [(facts.streams & bid.evidence) !== bid.evidence, "Quotes_EvidenceMissing"],
    [facts.standing.filled + worthOf(units, claim).worth > bid.limit, "Quotes_BeyondLimit"],
    [isDebtors && bid.kind !== KIND.withoutRecourse, "Quotes_BadKind"],
    [!isSale && !isAdvance, "Quotes_BadAdvance"],
    ...(isSale ? pricingRules(bid.pricing, units, facts) : advanceRules(bid, units, facts)),
  ];
}

function saleFacts({ terms: { debtor, token }, claim: { status } }: OfferFacts) {
  const isPromised = status === "confirmed" || status === "partPaid";
  const isLate = status === "overdue" || status === "defaulted";
  return { debtor, token, isPromised, isLate, takesAdvance: true };
}

/** Whether a standing offer is for such a lot. */
export function scopeRules(
  offer: Pick<Bid, "token" | "debtor" | "seller" | "lot">,
  { claim, debtor, token, seller }: Pick<SaleFacts, "claim" | "debtor" | "token"> & { readonly seller: Address },
): Rules<OfferFault> {
  const isNamed = offer.lot !== 0n || !isNobody(offer.debtor) || !isNobody(offer.seller);
  return [
    [!isNamed, "Quotes_ForAnything"],
    [!isAddressEqual(claim.holder, seller), "Lots_NotHolder"],
    [!isAddressEqual(offer.token, token), "Quotes_OtherToken"],
    [!isOrAny(offer.debtor, debtor), "Quotes_OtherDebtor"],
    [!isOrAny(offer.seller, seller), "Quotes_NotSeller"],
    [offer.lot !== 0n && offer.lot !== claim.lot, "Quotes_OtherLot"],
  ];
}

/** Whether an offer stands at all. */
export function standingRules(
  deadline: number,
  { now, standing: { isCancelled } }: Pick<SaleFacts, "now" | "standing">,
): Rules<OfferFault> {
  return [
    [now > deadline, "Quotes_Expired"],
    [isCancelled, "Quotes_Cancelled"],
  ];
}

const BPS_DAYS = 3_600_000n;

function pricingRules({ rateBps, feeBps }: Pricing, units: number, facts: SaleFacts): Rules<OfferFault> {
  const rateTime = BigInt(rateBps) * daysUntil(facts);
  const { open, paid, areThere } = worthOf(units, facts.claim);
  const isSound = rateTime < BPS_DAYS && feeBps <= WHOLE_BPS;
  const price = (open * (BPS_DAYS - rateTime)) / BPS_DAYS;
  const fee = (price * BigInt(feeBps) + 9_999n) / 10_000n;
  return [
    [!isSound, "Quotes_BadPricing"],
    [isSound && areThere && facts.isPromised && price - fee + paid === 0n, "Quotes_NoPrice"],
  ];
}

function advanceRules(
  { pricing, advanceBps }: Bid,
  units: number,
  { claim, isPromised }: SaleFacts,
): Rules<OfferFault> {
  const { worth, areThere } = worthOf(units, claim);
  return [
    [pricing.feeBps > WHOLE_BPS, "Quotes_BadPricing"],
    [areThere && isPromised && worth * BigInt(advanceBps) < BigInt(WHOLE_BPS), "Quotes_NoPrice"],
  ];
}

/** What units are worth, if the lot has them. */
function worthOf(units: number, claim: SaleFacts["claim"]) {
  const areThere = claim.units > 0 && units <= claim.units;
  return { areThere, ...(areThere ? soldUnits(claim, units) : { open: 0n, paid: 0n, worth: 0n }) };
}

/** Calendar days until it is due; none when that is over. */
function daysUntil({ now, claim }: SaleFacts): bigint {
  const days = BigInt(claim.dueAt) / DAY - BigInt(now) / DAY;
  return days > 0n ? days : 0n;
}

function isNobody(account: Address): boolean {
  return isAddressEqual(account, zeroAddress);
}

function isOrAny(named: Address, account: Address): boolean {
  return isNobody(named) || isAddressEqual(named, account);
}

/** Faults that are there. */
export function broken<Fault>(rules: Rules<Fault>): Fault[] {
  return rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault);
}
