import type { Address } from "viem";
import { askRoute, type IndexerOptions } from "./ask.ts";
import { address, big, bool, hex, json, listOf, num, oneOf, optional, type RowOf, row, text } from "./fields.ts";

export const searchModes = ["offered", "free", "entry", "subscription", "metered", "exchange", "record"] as const;
/**
 * Ways to come by a data set: `offered` (any offer), `free`, `entry` (once, for ever), `subscription` (for a time),
 * `metered` (by use, on a tab), `exchange` (was given for data before), `record` (with its key holders' consent).
 */
export type SearchMode = (typeof searchModes)[number];

export const searchPolicies = [
  ...(["anyone", "credential", "role", "allowList", "allOf", "anyOf"] as const),
  ...(["consent", "other"] as const),
] as const;
/** Who is admitted by an offer. */
export type SearchPolicy = (typeof searchPolicies)[number];

export const searchSorts = ["relevance", "newest", "sold", "rated", "cheapest", "dearest"] as const;
/** `relevance` (the default where words are sought): title first, then keywords, then all text; each by sales. */
export type SearchSort = (typeof searchSorts)[number];

/** What is searched for; data sets that are all of it are found. */
export interface Search {
  /** Words, each as a beginning; without them all data sets are listed. At most 200 characters, 8 words. */
  readonly query?: string | undefined;
  readonly chainId?: number | undefined;
  readonly owner?: Address | undefined;
  /** Only what its owner has an open offer for, or one that costs nothing. */
  readonly offered?: "any" | "free" | undefined;
  readonly modes?: readonly SearchMode[] | undefined;
  readonly policies?: readonly SearchPolicy[] | undefined;
  readonly language?: string | undefined;
  readonly keyword?: string | undefined;
  /** SPDX id, or the name of the licence text. */
  readonly licence?: string | undefined;
  /** Media type of one of its files. */
  readonly media?: string | undefined;
  /** At least so many stars on average from those who paid, 1 to 5. */
  readonly stars?: number | undefined;
  /** Prices are of this token; needed for a range and for sorting by price. */
  readonly token?: Address | undefined;
  /** Base units. */
  readonly minPrice?: bigint | undefined;
  readonly maxPrice?: bigint | undefined;
  readonly sort?: SearchSort | undefined;
  /** Also count how many of those found have which mode, policy, licence, language, media type, keyword and stars. */
  readonly facets?: boolean | undefined;
  readonly limit?: number | undefined;
  /** How many to leave out: for pages by number. `after` is quicker far down. */
  readonly offset?: number | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

const foundOffer = {
  id: hex,
  seller: address,
  token: address,
  price: big,
  duration: num,
  segments: num,
  policy: address,
};
const foundTariff = { token: address, price: big, provider: address, segments: num, validUntil: num };
const foundFields = {
  chainId: num,
  dataset: hex,
  version: num,
  publisher: address,
  owner: address,
  sold: num,
  createdAt: num,
  updatedAt: num,
  title: text,
  description: text,
  language: optional(text),
  keywords: optional(listOf(text)),
  licence: optional(text),
  segments: json,
  modes: listOf(oneOf(...searchModes)),
  /** Ratings of purchases that cost something: how many, and the sum of their stars. */
  rating: optional(row({ count: num, stars: num })),
  offers: listOf(row(foundOffer)),
  /** What an access costs by use, cheapest first; the keepers' own list counts (`tariffsOf`). */
  tariffs: listOf(row(foundTariff)),
};
const facet = listOf(row({ value: text, count: num }));
const foundPage = row({
  total: num,
  more: bool,
  items: listOf(row(foundFields)),
  next: optional(text),
  facets: optional(
    row({
      mode: facet,
      policy: facet,
      licence: facet,
      language: facet,
      media: facet,
      keyword: facet,
      /** How many have at least so many stars. */
      stars: facet,
    }),
  ),
});

/** A data set that a search found, with the offers its owner has open. */
export type FoundDataset = RowOf<typeof foundFields>;

/**
 * A page of what was found. `total` counts all of it, or, with `more`, says that there are more than that; `facets`
 * then count among the first so many alone.
 */
export type FoundPage = ReturnType<typeof foundPage.read>;

/**
 * Searches titles, descriptions, keywords and file names; an empty query lists all data sets, newest first.
 *
 * @throws `IndexerFailed`, with the indexer's sentence where it refuses the question; `IndexerUnreachable`
 */
export async function searchDatasets(options: IndexerOptions, search: Search): Promise<FoundPage> {
  const { query, modes, policies, ...rest } = search;
  const asked = { q: query, mode: modes?.join(","), policy: policies?.join(","), ...rest };
  return askRoute(options, "/search", asked, foundPage);
}
