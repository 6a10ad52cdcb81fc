import { type Address, type Hex, isAddressEqual } from "viem";
import { type Call, callOf } from "../chain/call.ts";
import { tallystickError } from "../errors.ts";
import { receivablesAbi } from "../generated/abis/Receivables.ts";
import { type Books, countedBooks, type LateTerms, type ReadBooks } from "./interest.ts";
import type { LotLineage } from "./lineage.ts";
import { KIND, type Link } from "./links.ts";
import type { ReceivableTerms } from "./terms.ts";
import { type Whole, wholeOf } from "./whole.ts";

/** A lot's chain, and the link of who is to pay: what proves recourse. */
export interface RecourseProof {
  /** Of the lot's id. */
  readonly inner: Hex;
  /** All from the root to the lot: see `LotLineage`. */
  readonly links: readonly Link[];
  /** Of the link that the endorser gave: see `liableLinks`. */
  readonly index: number;
}

/**
 * Demands payment of an overdue lot from somebody who endorsed it with recourse (`IReceivables.demand`). Only the holder.
 */
export function demandRecourse(receivables: Address, terms: ReceivableTerms, proof: RecourseProof): Call {
  const { inner, links, index } = proof;
  return callOf(receivables, receivablesAbi, "demand", [terms, inner, [...links], BigInt(index)]);
}

/**
 * Pays the holder what is open on an overdue lot, by the caller's allowance to the contract, and holds it again
 * (`IReceivables.takeUp`). Only who endorsed it with recourse.
 */
export function takeUpLot(receivables: Address, terms: ReceivableTerms, proof: RecourseProof): Call {
  const { inner, links, index } = proof;
  return callOf(receivables, receivablesAbi, "takeUp", [terms, inner, [...links], BigInt(index)]);
}

/** Somebody who is liable for a lot. */
export interface LiableEndorser {
  readonly endorser: Address;
  /** Of the link that he gave. */
  readonly index: number;
}

/**
 * Who is liable for a lot, from the first link on: who endorsed it with recourse. Its holder's own earlier links free
 * those after them, since he would only owe himself; unless he got it back by taking it up.
 *
 * @param lot its holder, and all its links
 */
export function liableLinks({ holder, links }: Pick<LotLineage, "holder" | "links">): LiableEndorser[] {
  if (holder === undefined) return [];
  const isOwn = ({ from }: Link): boolean => isAddressEqual(from, holder);
  const freed = links.findIndex((link) => isOwn(link) && link.kind !== KIND.takenUp);
  return links.flatMap((link, index) => {
    const isLiable = link.kind === KIND.withRecourse && !isOwn(link) && (freed === -1 || index <= freed);
    return isLiable ? [{ endorser: link.from, index }] : [];
  });
}

/**
 * Proof that an account is liable for a lot, by its earliest link; undefined: it is not.
 *
 * @param lot with all its links
 */
export function recourseProof(lot: LotLineage, endorser: Address): RecourseProof | undefined {
  const found = liableLinks(lot).find((each) => isAddressEqual(each.endorser, endorser));
  return found && { inner: lot.inner, links: lot.links, index: found.index };
}

/**
 * What an overdue lot is short of at a second, in base units, rounded up: what `takeUpLot` costs.
 *
 * @param books as in `countedBooks`
 * @throws `FieldInvalid` as `countedBooks`, and for a lot of no units or of more than are open
 */
export function shortOf(terms: LateTerms, books: ReadBooks | undefined, units: Whole, at: Whole): bigint {
  const counted = countedBooks(terms, books, at);
  if (wholeOf(at, "at", 2n ** 40n - 1n) <= counted.dueAt) {
    throw tallystickError("FieldInvalid", { field: "at", reason: "it is not overdue then" });
  }
  return openOn(counted, counted.principal + counted.interest, units, "up");
}

/**
 * Principal that is open on a lot, in base units, rounded down.
 *
 * @param books counted (`countedBooks`)
 * @throws `FieldInvalid` for a lot of no units or of more than are open
 */
export function principalOn(books: Books, units: Whole): bigint {
  return openOn(books, books.principal, units, "down");
}

function openOn({ openUnits }: Books, amount: bigint, units: Whole, rounding: "up" | "down"): bigint {
  const part = wholeOf(units, "units", openUnits, 1n);
  return (amount * part + (rounding === "up" ? openUnits - 1n : 0n)) / openUnits;
}
