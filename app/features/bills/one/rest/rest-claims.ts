import { hasClause } from "@tallystick/sdk/bills/face";
import type { BillReceipt, BillRest } from "@tallystick/sdk/bills/readRecourse";
import { answersFor, type RecourseCase, sumOnLot } from "@tallystick/sdk/bills/recourseClaims";
import { rollsAlong } from "@tallystick/sdk/instruments/links";
import { type Address, isAddressEqual } from "viem";

/** What is known of the rest of a bill that was accepted in part. */
export interface RestCase {
  /** Of the bill's first lot. */
  readonly facts: RecourseCase;
  /** Id of the first lot. */
  readonly root: bigint;
  readonly rest: BillRest;
  /** Of who paid the rest last. */
  readonly receipt?: BillReceipt | undefined;
}

/** How the rest stands. */
export type RestState =
  /** Its holder can protest it until the due day. */
  | "open"
  /** A liable party can pay it before the due day. */
  | "protested"
  /** The due day is here: it is claimed with the whole, once that is dishonoured. */
  | "over"
  /** The bill is divided: the same. */
  | "divided"
  /** Somebody paid it, and has a receipt. */
  | "taken";

/** How the rest of a bill stands; undefined: there is none to speak of. */
export function restStateOf({ facts, rest, receipt }: RestCase): RestState | undefined {
  const { bill, face, units, today } = facts;
  if (receipt) return "taken";
  if (bill.status !== "partAccepted" || !bill.flags.includes("delivered")) return undefined;
  if (units !== face.units) return "divided";
  if (today >= bill.dueDay && (rest.protestedAt !== 0 || today > bill.dueDay)) return "over";
  return rest.protestedAt !== 0 || hasClause(face, "noProtest") ? "protested" : "open";
}

/** What who takes up the rest, or the receipt for it, would pay today, in base units. */
export function restSum({ facts, rest, receipt }: RestCase): bigint {
  const { face, units } = facts;
  // It is the claim of a lot of as many units, of which nothing was paid and everything is open.
  const claim = receipt
    ? { base: receipt.amount, costs: 0n, day: receipt.day, units }
    : { base: 0n, costs: rest.costs, day: 0, units };
  const bill = { ...facts.bill, paid: 0n, flags: [] };
  return sumOnLot({ ...facts, bill, claim, face: { ...face, unit: face.unit - facts.accepted } }).total;
}

/** Who may pay the rest, or take the receipt for it up from who has it, and by which link. */
export interface RestParty {
  readonly party: Address;
  readonly index: number;
}

/** Links that lead to who has the rest's claim: all, or those before who paid it last. */
export function restLinks({ facts, root, receipt }: RestCase): RecourseCase["links"] {
  const { links } = facts;
  if (!receipt) return links;
  const kept = rollsAlong(root, links).indexOf(receipt.roll);
  return kept === -1 ? [] : links.slice(0, kept);
}

/** Who answers for the rest, the nearest to the drawer first; each by his earliest link. */
export function restParties(given: RestCase): readonly RestParty[] {
  const { facts, rest, receipt } = given;
  const links = restLinks(given);
  const state = restStateOf(given);
  const isDue = state === "protested" || (state === "taken" && facts.today <= lastReceiptDay(given));
  if (!isDue) return [];
  const creditor = receipt?.creditor ?? facts.creditor;
  const found: RestParty[] = [];
  links.forEach(({ from: party, time }, index) => {
    // Who endorsed it after the protest assigned it.
    const isLate = !receipt && index > 0 && rest.protestedAt !== 0 && time > rest.protestedAt;
    if (isLate || found.some((each) => isAddressEqual(each.party, party))) return;
    if (answersFor({ ...facts, links, creditor }, index)) found.push({ party, index });
  });
  return found;
}

/** Last day on which a receipt can be taken up. */
export function lastReceiptDay({ facts, receipt }: RestCase): number {
  return (receipt?.day ?? 0) + facts.rules.endorserDays;
}
