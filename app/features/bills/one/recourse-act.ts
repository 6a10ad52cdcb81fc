import type { LiableParty } from "@tallystick/sdk/bills/recourseClaims";
import { type Address, isAddressEqual } from "viem";

/** What somebody may do about a party who answers for a lot. */
export type RecourseAct =
  /** The holder claims it on record. */
  | "claim"
  /** He who answers pays, and holds the lot again. */
  | "takeUp"
  /** His guarantor pays. */
  | "payGuaranteed"
  /** Anybody else pays for his honour. */
  | "honour";

interface Who {
  readonly account: Address;
  /** Whose claim it is. */
  readonly creditor: Address;
  /** Who holds the lot: the creditor, or his agent. */
  readonly holder: Address | undefined;
  readonly drawer: Address;
  /** Who has accepted; undefined: nobody. */
  readonly acceptor: Address | undefined;
  /** Whether he owes all that is open: of a bill accepted in part, when the rest was taken up. */
  readonly isWhollyAccepted: boolean;
  /** By its court: nobody knows who is to be paid. */
  readonly isStopped: boolean;
}

/** What an account may do about a liable party; undefined: nothing. */
export function recourseActOf(
  liable: LiableParty,
  { account, creditor, holder, drawer, acceptor, isWhollyAccepted, isStopped }: Who,
): RecourseAct | undefined {
  const is = (other: Address | undefined): boolean => other !== undefined && isAddressEqual(other, account);
  if (is(holder)) return liable.role === "drawer" || liable.role === "endorser" ? "claim" : undefined;
  // Nobody pays himself.
  if (is(creditor) || isStopped) return undefined;
  // For what an acceptor of a part does not owe, others answer: he pays his part, and nothing ends their links.
  if (liable.index === undefined && !isWhollyAccepted) return undefined;
  if (is(liable.party)) return liable.role === "guarantor" ? "payGuaranteed" : "takeUp";
  // Nobody is before the drawer: he answers himself. And the acceptor pays the bill, for nobody else.
  return liable.role === "guarantor" || is(drawer) || is(acceptor) ? undefined : "honour";
}
