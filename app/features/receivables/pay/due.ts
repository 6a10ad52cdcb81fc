import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { lateInterest } from "@tallystick/sdk/instruments/interest";
import type { Due } from "./selection.ts";

const day = 86_400;

type OwedRow = Pick<
  IndexedReceivable,
  "id" | "principal" | "interest" | "hasBooks" | "books" | "dueAt" | "units" | "unit" | "lateBps" | "graceDays"
>;

/** What of a receivable is due, as the indexer tells it for a second. */
export function dueOfRow(row: OwedRow, now: number): Due {
  const { id, principal, interest } = row;
  const interestTomorrow = principal === 0n ? 0n : lateInterest(row, row.hasBooks ? row.books : undefined, now + day);
  // The indexer's second may be a later one than ours.
  return { id, principal, interest, interestTomorrow: interestTomorrow > interest ? interestTomorrow : interest };
}
