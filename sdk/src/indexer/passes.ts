import type { Address } from "viem";
import { askPage, type IndexerOptions, idOf, low, type PageChoice } from "./ask.ts";
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

/** How many passes to a data set there are; burned ones do not count. */
export async function passCount(options: IndexerOptions, chainId: number, dataset: bigint): Promise<number> {
  const where = { chainId, dataset: idOf(dataset), status: "minted" };
  const { totalCount } = await askPage(options, "passTokens", { id: hex }, where, { limit: 1 });
  return totalCount;
}

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
