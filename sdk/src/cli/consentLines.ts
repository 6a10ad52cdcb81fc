import { numberToHex } from "viem";
import type { ConsentRequest, HoldersChange } from "../market/consentMessages.ts";
import { segmentsOf } from "../market/terms.ts";
import { timeText } from "./named.ts";
import { ALL_SEGMENTS } from "./options.ts";

// What key holders sign, for people.

/** Files that are meant, by number. */
export function filesText(segments: number): string {
  return segments === ALL_SEGMENTS ? "all" : segmentsOf(segments).join(", ");
}

export function requestLines({ dataset, reader, purpose, segments, until }: ConsentRequest): string[] {
  return [
    `record      ${numberToHex(dataset, { size: 32 })}`,
    `reader      ${reader}`,
    `purpose     ${purpose === 0 ? "any" : purpose}`,
    `files       ${filesText(segments)}`,
    `until       ${timeText(until)}`,
  ];
}

export function holdersLines({ dataset, holders, threshold, deadline }: HoldersChange): string[] {
  return [
    `record      ${numberToHex(dataset, { size: 32 })}`,
    ...holders.map((holder) => `new holder  ${holder}`),
    `consent     ${threshold} of ${holders.length}`,
    `in time     until ${timeText(deadline)}`,
  ];
}
