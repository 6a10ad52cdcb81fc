import type { IndexedAsk, IndexedBid, IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import { type EndorsementKind, KIND } from "@tallystick/sdk/instruments/links";
import { askCost } from "@tallystick/sdk/instruments/offerPrices";
import type { Ask, Bid } from "@tallystick/sdk/instruments/offers";
import type { ReceivableClaim } from "@tallystick/sdk/instruments/receivableState";

/** The bid that the indexer's row tells of; the contract knows it by its hash. */
export function bidOfRow(row: IndexedBid): Bid {
  return {
    buyer: row.buyer,
    token: row.token,
    debtor: row.debtor,
    seller: row.seller,
    lot: row.lot,
    limit: row.limit,
    maxDays: row.maxDays,
    pricing: { rateBps: row.rateBps, feeBps: row.feeBps },
    kind: kindOf(row.kind),
    evidence: row.evidence,
    advanceBps: row.advanceBps,
    deadline: row.deadline,
    salt: row.salt,
  };
}

type AskRow = Pick<
  IndexedAsk,
  "seller" | "buyer" | "lot" | "version" | "units" | "price" | "rateBps" | "feeBps" | "kind" | "deadline" | "salt"
>;

/** The ask that the indexer's row tells of. */
export function askOfRow(row: AskRow): Ask {
  return {
    seller: row.seller,
    buyer: row.buyer,
    lot: row.lot,
    version: row.version,
    units: row.units,
    price: row.price,
    pricing: { rateBps: row.rateBps, feeBps: row.feeBps },
    kind: kindOf(row.kind),
    deadline: row.deadline,
    salt: row.salt,
  };
}

const kindOf = (kind: IndexedBid["kind"]): EndorsementKind => KIND[kind];

/** A lot as a sale of it reckons, as the indexer tells it; undefined where it is no more. */
export function claimOfLot(lot: IndexedLot): ReceivableClaim | undefined {
  if (lot.holder === undefined) return undefined;
  const { id, holder, units, status, dueBy, open, collectable } = lot;
  return { lot: id, holder, units, status, dueAt: dueBy, open, paid: collectable };
}

/** Whether a lot can be sold into bids. */
export function isSaleable({ status }: Pick<ReceivableClaim, "status">): boolean {
  return status === "confirmed" || status === "partPaid";
}

/** What a buyer pays by an ask, and what he gets. */
export interface AskPrice {
  readonly price: bigint;
  /** Open and to be collected. */
  readonly worth: bigint;
  /** Simple, of the price, actual/360, rounded up; undefined where no day is left, or there is none. */
  readonly yieldBps: bigint | undefined;
}

/** The price of an ask now; undefined where the contract would refuse it. */
export function priceOfAsk(
  ask: Pick<Ask, "units" | "price" | "pricing">,
  claim: Pick<ReceivableClaim, "units" | "dueAt" | "open" | "paid">,
  now: number,
): AskPrice | undefined {
  try {
    const { proceeds, charge, simpleBps } = askCost(ask, claim, now);
    return { price: proceeds, worth: proceeds + charge, yieldBps: simpleBps };
  } catch {
    return undefined;
  }
}
