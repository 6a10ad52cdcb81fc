import { type Address, isAddressEqual } from "viem";
import { KIND, type Link } from "../instruments/links.ts";
import { BPS } from "../instruments/whole.ts";
import type { Bill } from "./billState.ts";
import { type BillFace, dayOfTime, hasClause, lastSecondOf, tenorOf } from "./face.ts";
import type { Rules } from "./rules.ts";

// Who answers for a lot of a bill, for how much and until when: the rules of `BillsClaims`, as pure functions over what
// `readRecourse` reads.

/** What a lot's holder claims beside what is open on it (`IBillsRecourse.Claim`). */
export interface LotClaim {
  /** What he paid to take it up, and what the lot had been paid when it was collected last; zero: he did not. */
  readonly base: bigint;
  /** That he has noted, in base units. */
  readonly costs: bigint;
  /** On which he took it up. */
  readonly day: number;
  /** The lot had when this was written; with others it counts for nothing. */
  readonly units: number;
}

/** A guarantee as it stands. */
export interface StandingGuarantee {
  readonly guarantor: Address;
  readonly principal: Address;
  /** Base units of each unit. */
  readonly part: bigint;
}

/** All that recourse on a lot depends on. Amounts in base units. */
export interface RecourseCase {
  readonly face: BillFace;
  readonly bill: Bill;
  readonly rules: Rules;
  /** The lot's units, and all its links. */
  readonly units: number;
  readonly links: readonly Link[];
  /** Whose claim it is: its holder's; if he is an agent, his who sent him. */
  readonly creditor: Address;
  readonly claim: LotClaim;
  /** What one unit of the lot had been paid when it was collected last. */
  readonly mark: bigint;
  /** Interest paid on each unit. */
  readonly interestPaid: bigint;
  /** Base units of each unit that were accepted. */
  readonly accepted: bigint;
  readonly guarantees: readonly StandingGuarantee[];
  /** Day of the question. */
  readonly today: number;
}

/** What who takes a lot up would pay. */
export interface RecourseSum {
  /** What is open, or what the holder paid and has not got back. */
  readonly principal: bigint;
  /** On it; below zero: the discount. */
  readonly interest: bigint;
  readonly costs: bigint;
  /** What goes with the lot at par. */
  readonly paid: bigint;
  readonly total: bigint;
}

const BPS_DAYS = BPS * 365n;

/** What who takes a lot up would pay: exactly `IBillsRecourse.sumOf`. */
export function sumOnLot(facts: RecourseCase): RecourseSum {
  const { bill, claim, rules, today } = facts;
  const units = BigInt(facts.units);
  const perUnit = bill.paid === 0n ? 0n : bill.paid + (bill.flags.includes("late") ? facts.interestPaid : 0n);
  const paid = bill.paid === 0n ? 0n : (perUnit - facts.mark) * units;
  const isSame = claim.units === facts.units;
  const costs = isSame ? claim.costs : 0n;
  const told = (principal: bigint, interest: bigint): RecourseSum => ({
    ...{ principal, interest, costs, paid },
    total: principal + interest + costs + paid,
  });
  if (isSame && claim.base !== 0n) {
    const came = perUnit * units;
    const principal = claim.base > came ? claim.base - came : 0n;
    return told(principal, interestOn(principal, today - claim.day, rules));
  }
  const principal = (payablePart(facts) - bill.paid) * units;
  const early = bill.dueDay - today;
  return told(principal, early > 0 ? -discountOn(principal, early, rules) : interestOn(principal, -early, rules));
}

function payablePart({ bill, face, accepted }: RecourseCase): bigint {
  return bill.flags.includes("rest") ? accepted : face.unit;
}

/** Simple, not longer than a claim on the acceptor lasts, rounded down. */
function interestOn(amount: bigint, days: number, { interestBps, acceptorDays }: Rules): bigint {
  const counted = Math.max(0, Math.min(days, acceptorDays));
  return (amount * BigInt(interestBps) * BigInt(counted)) / BPS_DAYS;
}

/** Rounded up, and at most all. */
function discountOn(amount: bigint, days: number, { interestBps }: Rules): bigint {
  const discount = (amount * BigInt(interestBps) * BigInt(days) + BPS_DAYS - 1n) / BPS_DAYS;
  return discount < amount ? discount : amount;
}

/** Why nobody before the holder has to pay, for now or for good. */
export type NoRecourse =
  /** It was neither refused nor dishonoured. */
  | "notDishonoured"
  /** It has to be protested first. */
  | "notProtested"
  /** The drawer ordered presentment for acceptance, or it is due after sight, and nobody presented it in time (ULB 53). */
  | "notPresented"
  /** Nothing is owed on the lot. */
  | "nothingOwed"
  /** The time for it is over (ULB 70). */
  | "barred";

/** Why nobody before the holder has to pay; undefined: recourse is open. */
export function recourseFault(facts: RecourseCase): NoRecourse | undefined {
  const { bill, face, today } = facts;
  const isRefused = bill.status === "refusedAcceptance" || bill.status === "dishonoured";
  if (bill.status !== "protested" && !isRefused) return "notDishonoured";
  if (isRefused && !hasClause(face, "noProtest")) return "notProtested";
  if (!wasSeen(facts)) return "notPresented";
  if (today > recourseBar(facts)) return "barred";
  return sumOnLot(facts).total === 0n ? "nothingOwed" : undefined;
}

/** Whether the drawee had it before him in time, where he had to. Of an acceptance the day is known after sight alone. */
function wasSeen({ face, bill, rules }: RecourseCase): boolean {
  const isAfterSight = tenorOf(face) === "afterSight";
  const lawful = face.drawnOn + rules.sightDays;
  const ordered = face.presentBy === 0 ? lawful : Math.min(face.presentBy, lawful);
  const presentBy = isAfterSight ? ordered : face.presentBy;
  if (presentBy === 0) return true;
  if (bill.flags.includes("refused")) return bill.windowDay !== 0 || bill.eventDay <= presentBy;
  if (!bill.flags.includes("accepted")) return false;
  return !isAfterSight || bill.dueDay <= presentBy + rules.acceptanceDays + face.term;
}

/** Last day on which prior parties answer to the holder (ULB 70): after a taking up, sooner. */
export function recourseBar({ bill, links, rules }: RecourseCase): number {
  for (const { kind, time } of links.toReversed()) {
    const day = dayOfTime(time);
    if (kind === KIND.takenUp) return day + rules.endorserDays;
    // Nothing is taken up before that.
    if (day < bill.eventDay) break;
  }
  const from = bill.protestedAt === 0 ? bill.dueDay : dayOfTime(bill.protestedAt);
  return from + rules.priorDays;
}

/** Who answers to a lot's holder. */
export interface LiableParty {
  readonly party: Address;
  readonly role: "acceptor" | "drawer" | "endorser" | "guarantor";
  /** Number of the earliest link by which he does, or for a guarantor his principal does; the acceptor: none. */
  readonly index?: number | undefined;
  /** Of a guarantor: for whom. */
  readonly principal?: Address | undefined;
  /** Base units; of a guarantor, at most the part that he guarantees. */
  readonly amount: bigint;
  /** Last day on which he does. */
  readonly lastDay: number;
}

/**
 * Who answers to a lot's holder now, the acceptor first and then in the order of their links, each for all (ULB 47); with
 * the guarantors of each after him. Nobody before the holder, where recourse is not open: `recourseFault` says why.
 */
export function liableParties(facts: RecourseCase): LiableParty[] {
  const { face, links, today } = facts;
  const { total } = sumOnLot(facts);
  const found = [...acceptorOf(facts, total)];
  const lastDay = recourseBar(facts);
  if (recourseFault(facts) === undefined) {
    const seen: Address[] = [];
    links.forEach(({ from: party }, index) => {
      if (seen.some((each) => isAddressEqual(each, party)) || !answersFor(facts, index)) return;
      seen.push(party);
      const role = isAddressEqual(party, face.drawer) ? "drawer" : "endorser";
      found.push({ party, role, index, amount: total, lastDay });
    });
  }
  const all = found.flatMap((each) => [each, ...guarantorsOf(facts, each)]);
  return all.filter((each) => today <= each.lastDay);
}

/** The acceptor owes what he accepted from the due day on, with interest and costs, protested or not, until he is barred. */
function acceptorOf(facts: RecourseCase, total: bigint): LiableParty[] {
  const { bill, face, rules, creditor, accepted, today } = facts;
  const isOver = ["none", "paid", "discharged", "cancelled"].includes(bill.status);
  const isHis = accepted !== 0n && !isOver && bill.dueDay !== 0 && today >= bill.dueDay;
  if (!isHis || total === 0n || isAddressEqual(face.drawee, creditor)) return [];
  const lastDay = bill.dueDay + rules.acceptorDays;
  return [{ party: face.drawee, role: "acceptor", amount: least(total, acceptedSum(facts)), lastDay }];
}

/** What is open on a lot of what was accepted, with all that goes with it. */
function acceptedSum(facts: RecourseCase): bigint {
  const { bill, rules, accepted, units, today } = facts;
  const { costs, paid } = sumOnLot(facts);
  const open = (accepted > bill.paid ? accepted - bill.paid : 0n) * BigInt(units);
  return open + interestOn(open, today - bill.dueDay, rules) + costs + paid;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function guarantorsOf({ guarantees, units, creditor }: RecourseCase, liable: LiableParty): LiableParty[] {
  return guarantees
    .filter(
      ({ guarantor, principal }) => isAddressEqual(principal, liable.party) && !isAddressEqual(guarantor, creditor),
    )
    .map(({ guarantor, principal, part }) => {
      const amount = least(part * BigInt(units), liable.amount);
      return { ...liable, party: guarantor, role: "guarantor", principal, amount };
    });
}

/**
 * Whether the giver of a link answers to the lot's creditor, as far as links say (`IBillsRecourse.liabilityOf`); of a bill that
 * was neither refused nor dishonoured, whether he would.
 */
export function answersFor(facts: RecourseCase, index: number): boolean {
  const { links, creditor } = facts;
  if (links[index] === undefined || !isUnhindered(facts, index, creditor)) return false;
  const last = lastEndorsement(facts);
  let claimant = creditor;
  // Who got it by a mere assignment has the rights of who assigned it, and no others (ULB 20).
  for (const { kind, time, from } of links.slice(index + 1).reverse()) {
    if (kind === KIND.takenUp || time <= last) break;
    if (kind === KIND.collection || kind === KIND.returned) continue;
    claimant = from;
    if (!isUnhindered(facts, index, claimant)) return false;
  }
  return isBound(facts, index, claimant);
}

/** Nobody claims from himself, or from who has a claim on him: as acceptor, or for an earlier link (BEA 37). */
function isUnhindered(facts: RecourseCase, index: number, creditor: Address): boolean {
  const { links, bill, face } = facts;
  const party = (links[index] as Link).from;
  const isAcceptor = bill.flags.includes("accepted") && isAddressEqual(creditor, face.drawee);
  if (isAddressEqual(creditor, party) || isAcceptor) return false;
  return !links.slice(0, index).some(({ from }, i) => isAddressEqual(from, creditor) && isBound(facts, i, party));
}

/** Whether a link binds its giver towards a later party. */
function isBound(facts: RecourseCase, index: number, later: Address): boolean {
  const link = facts.links[index] as Link;
  // The drawer signed the face. Who took the first link up has signed nothing.
  if (index === 0) return link.kind !== KIND.takenUp;
  if (hasClause(facts.face, "notToOrder") || link.time > lastEndorsement(facts)) return false;
  if (link.kind === KIND.noFurther) return isAddressEqual(link.to, later);
  return link.kind === KIND.withRecourse || link.kind === KIND.inBlank;
}

/** Last second of an endorsement that is one, and not a mere assignment (ULB 20). */
function lastEndorsement({ bill, rules }: RecourseCase): number {
  if (bill.protestedAt !== 0) return bill.protestedAt;
  if (bill.eventDay === 0) return Number.POSITIVE_INFINITY;
  const lastDay = bill.eventDay + rules.protestDays;
  return lastSecondOf(bill.status === "refusedAcceptance" ? Math.max(lastDay, bill.dueDay) : lastDay);
}
