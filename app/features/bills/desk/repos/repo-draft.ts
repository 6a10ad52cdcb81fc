import { dayOfDate, dayOfTime } from "@tallystick/sdk/bills/face";
import type { RepoOffer } from "@tallystick/sdk/bills/repos";
import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import { deadlineIn, limitIn, must, partyIn, percentIn } from "../../../receivables/quotes/offer-drafts.ts";

/** An offer of money with buy-back, as a form holds it: all text, until it is read. */
export interface RepoDraft {
  /** Both empty: anybody's bills, which no contract takes. */
  readonly debtor: string;
  readonly seller: string;
  readonly limit: string;
  /** Per cent a year. */
  readonly rate: string;
  /** Per cent of what a bill is worth. */
  readonly haircut: string;
  /** Until which the buyer waits. */
  readonly lastDay: string;
  readonly until: string;
}

export const repoDraftFaults = ["debtor", "seller", "nobody", "limit", "rate", "haircut", "lastDay", "until"] as const;
export type RepoDraftFault = (typeof repoDraftFaults)[number];

export interface RepoAbout {
  readonly buyer: Address;
  readonly token: Address;
  readonly decimals: number;
  readonly now: number;
}

/** Highest rate and haircut that the contract takes, in basis points. */
const highest = { rate: 65_535n, haircut: 9_999n } as const;

/** What is wrong with a draft; empty when it can be offered. */
export function repoFaultsOf(draft: RepoDraft, about: RepoAbout): readonly RepoDraftFault[] {
  const faults: RepoDraftFault[] = [];
  const [debtor, seller] = [partyIn(draft.debtor), partyIn(draft.seller)];
  // The drawee does not lend on his own promise.
  if (debtor === undefined || isAddressEqual(debtor, about.buyer)) faults.push("debtor");
  if (seller === undefined || isAddressEqual(seller, about.buyer)) faults.push("seller");
  if (debtor === zeroAddress && seller === zeroAddress) faults.push("nobody");
  if (limitIn(draft, about) === undefined) faults.push("limit");
  if (percentIn(draft.rate, highest.rate) === undefined) faults.push("rate");
  if (percentIn(draft.haircut || "0", highest.haircut) === undefined) faults.push("haircut");
  if (lastDayIn(draft, about) === undefined) faults.push("lastDay");
  if (deadlineIn(draft.until, about.now) === undefined) faults.push("until");
  return faults;
}

/** The offer of a draft without faults. */
export function repoOfferOf(draft: RepoDraft, about: RepoAbout, salt: Hex): RepoOffer {
  return {
    buyer: about.buyer,
    seller: must(partyIn(draft.seller)),
    token: about.token,
    lot: 0n,
    debtor: must(partyIn(draft.debtor)),
    limit: must(limitIn(draft, about)),
    rateBps: must(percentIn(draft.rate, highest.rate)),
    haircutBps: must(percentIn(draft.haircut || "0", highest.haircut)),
    lastDay: must(lastDayIn(draft, about)),
    deadline: must(deadlineIn(draft.until, about.now)),
    salt,
  };
}

/** Not before today. */
function lastDayIn({ lastDay }: RepoDraft, { now }: RepoAbout): number | undefined {
  try {
    const day = dayOfDate(lastDay);
    return day >= dayOfTime(now) ? day : undefined;
  } catch {
    return undefined;
  }
}
