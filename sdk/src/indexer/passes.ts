import type { Address } from "viem";
import { askPage, type IndexerOptions, low, type PageChoice } from "./ask.ts";
import { address, hex, num, oneOf, optional, type Page, type RowOf, row } from "./fields.ts";
import { listedDatasetFields, rightFields } from "./tables.ts";

const passFields = {
  chainId: num,
  id: hex,
  dataset: hex,
  reader: address,
  status: oneOf("minted", "burned"),
  mintedAt: num,
  announcedUntil: num,
  burnedAt: optional(num),
  of: optional(row(listedDatasetFields)),
  right: optional(row(rightFields)),
};

/** A pass with the right that it shows: its end is the right's, whatever was announced. */
export type IndexedPass = RowOf<typeof passFields>;

/** Passes of a reader, newest first. */
export function passesOf(
  options: IndexerOptions,
  chainId: number,
  reader: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedPass>> {
  const where = { chainId, reader: low(reader) };
  return askPage(options, "passTokens", passFields, where, { ...choice, orderBy: "mintedAt", descending: true });
}
