import { type Address, type Hex, isAddressEqual } from "viem";
import { KIND } from "../instruments/links.ts";
import { isMovable, type Lot } from "../instruments/lots.ts";
import {
  askRules,
  bidRules,
  broken,
  type OfferFacts,
  type OfferFault,
  type Rules,
  type SaleFacts,
  scopeRules,
  standingRules,
} from "../instruments/offerFaults.ts";
import { type Ask, type Bid, type OfferStanding, WHOLE_BPS } from "../instruments/offers.ts";
import type { BillClaim } from "./billState.ts";
import { type BillFace, dayOfTime, hasClause } from "./face.ts";
import { type RepoOffer, repoPrice } from "./repos.ts";

/** Why an offer for a bill can't be taken: the contract's error that it would end in. */
export type BillOfferFault = OfferFault | "Quotes_NotFree" | "Quotes_NotToOrder";

/** What offers for bills are measured by. */
export interface BillOfferFacts {
  /** Unix second of the trade. */
  readonly now: number;
  readonly face: BillFace;
  /** See `billClaim`. */
  readonly claim: BillClaim;
  /** See `lotOf`. */
  readonly lot: Pick<Lot, "state">;
  /** See `billOfferStanding`, `repoOfferStanding`. */
  readonly standing: Pick<OfferStanding, "filled" | "isCancelled">;
}

/**
 * All that the contract would refuse if somebody took an ask (`IBillQuotes.buy`); none: it goes, if it is signed or posted
 * and paid for.
 *
 * @param facts `buyer`: who would take it; `version`: of the lot now (`versionOf`)
 */
export function billAskFaults(
  ask: Ask,
  facts: BillOfferFacts & { readonly buyer: Address; readonly version: Hex },
): BillOfferFault[] {
  const sale = { ...facts, ...saleFacts(facts) };
  return broken<BillOfferFault>([...askRules(ask, sale), ...billRules(ask.kind, facts)]);
}

/**
 * All that the contract would refuse if somebody took a bid (`IBillQuotes.sell`); none: it goes, if it is signed or posted
 * and the buyer has the money.
 *
 * @param facts `seller`: who would take it; `units`: zero: the whole lot
 */
export function billBidFaults(
  bid: Bid,
  facts: BillOfferFacts & { readonly seller: Address; readonly units: number },
): BillOfferFault[] {
  const sale = { ...facts, ...saleFacts(facts), streams: 0 };
  return broken<BillOfferFault>([...bidRules(bid, sale), ...billRules(bid.kind, facts)]);
}

/** Why a repo can't be opened by an offer: the contract's error that it would end in. */
export type RepoFault =
  | OfferFault
  | "Repos_BadHaircut"
  | "Repos_BadLastDay"
  | "Repos_NotFree"
  | "Repos_NotToOrder"
  | "Repos_OwnPromise"
  | "Repos_WrongStatus";

/**
 * All that the contract would refuse if somebody opened a repo by an offer (`IRepos.open`); none: it goes, if it is signed
 * or posted and the buyer has the money.
 *
 * @param facts `seller`: who would take it
 */
export function repoFaults(offer: RepoOffer, facts: BillOfferFacts & { readonly seller: Address }): RepoFault[] {
  const { face, claim, lot, now, standing } = facts;
  const isHaircutSound = offer.haircutBps < WHOLE_BPS;
  const price = isHaircutSound ? repoPrice(offer, claim) : 0n;
  const isInTerm = offer.lastDay >= dayOfTime(now) && offer.lastDay < dayOfTime(claim.dueAt);
  const rules: Rules<RepoFault> = [
    ...standingRules(offer.deadline, facts),
    ...scopeRules(offer, { ...facts, ...saleFacts(facts) }),
    [isAddressEqual(offer.buyer, face.drawee), "Repos_OwnPromise"],
    [!claim.isPromised, "Repos_WrongStatus"],
    [!isMovable(lot), "Repos_NotFree"],
    [hasClause(face, "notToOrder"), "Repos_NotToOrder"],
    [!isInTerm, "Repos_BadLastDay"],
    [!isHaircutSound, "Repos_BadHaircut"],
    [claim.isPromised && isHaircutSound && price === 0n, "Quotes_NoPrice"],
    [standing.filled + price > offer.limit, "Quotes_BeyondLimit"],
  ];
  return broken(rules);
}

function saleFacts({ face, claim }: BillOfferFacts): Omit<SaleFacts, keyof OfferFacts> {
  const { isPromised, isLate } = claim;
  return { debtor: face.drawee, token: face.token, isPromised, isLate, takesAdvance: false };
}

function billRules(kind: Ask["kind"], { face, lot }: BillOfferFacts): Rules<BillOfferFault> {
  return [
    [!isMovable(lot), "Quotes_NotFree"],
    [kind !== KIND.withoutRecourse && hasClause(face, "notToOrder"), "Quotes_NotToOrder"],
  ];
}
