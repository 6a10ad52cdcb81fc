import { type Address, isAddress } from "viem";
import {
  account,
  type BadQuestion,
  listOf,
  oneOf,
  type Query,
  readOrRefuse,
  refuse,
  requireKnown,
  wholeNumber,
} from "../parameters.ts";
import { type Cursor, readCursor } from "./cursor.ts";
import { folded, type Sought, soughtIn, tagOf } from "./terms.ts";

export const SORTS = ["relevance", "newest", "sold", "rated", "cheapest", "dearest"] as const;
export type Sort = (typeof SORTS)[number];

/** Ways to come by a data set: `offered` are those on sale or given away; `record` needs its holders' consent. */
export const MODES = ["offered", "free", "entry", "subscription", "metered", "exchange", "record"] as const;
export const POLICIES = ["anyone", "credential", "role", "allowList", "allOf", "anyOf", "consent", "other"] as const;

export interface PriceRange {
  readonly token: Address;
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
}

/** What `/search` is asked, checked. */
export interface Question {
  /** Undefined: no words were asked for. Empty: there was nothing in them to find. */
  readonly sought: readonly Sought[] | undefined;
  readonly chainId: number | undefined;
  /** What a data set must have, all of it. */
  readonly tags: readonly string[];
  readonly price: PriceRange | undefined;
  readonly sort: Sort;
  readonly facets: boolean;
  readonly limit: number;
  readonly offset: number;
  readonly after: Cursor | undefined;
}

const MAX_LENGTH = 200;
const MAX_WORDS = 8;
/** Of the words that CJK text is split into. */
const MAX_TERMS = 64;
const MAX_VALUE = 100;
const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 20;
const MAX_OFFSET = 100_000;
const MAX_PRICE = 2n ** 96n - 1n;

export const isRange = (price: PriceRange): boolean => price.min !== undefined || price.max !== undefined;

const PARAMETERS = [
  ...["q", "chainId", "owner", "offered", "mode", "policy", "language", "keyword", "licence", "media", "stars"],
  ...["token", "minPrice", "maxPrice", "sort", "facets", "limit", "offset", "after"],
];

/** Reads the query of `/search`; whatever is not understood is refused, never guessed. */
export function readQuestion(query: Query): Question | BadQuestion {
  return readOrRefuse(() => read(query));
}

function read(query: Query): Question {
  requireKnown(query, PARAMETERS);
  const sought = words(query.q);
  const price = priceRange(query);
  const sort = sortOf(query, sought !== undefined, price !== undefined);
  const chainId = wholeNumber("chainId", query.chainId, 1, 2 ** 31 - 1);
  const facets = oneOf("facets", query.facets, ["true", "false"]) === "true";
  return { sought, chainId, tags: tagsOf(query, price), price, sort, facets, ...placeOf(query, sort) };
}

function sortOf(query: Query, hasWords: boolean, hasToken: boolean): Sort {
  const sort = oneOf("sort", query.sort, SORTS) ?? (hasWords ? "relevance" : "newest");
  if (sort === "relevance" && !hasWords) refuse("sort can be relevance only where q is asked for.");
  if ((sort === "cheapest" || sort === "dearest") && !hasToken) refuse(`sort by ${sort} needs a token.`);
  return sort;
}

function placeOf(query: Query, sort: Sort): Pick<Question, "limit" | "offset" | "after"> {
  const limit = wholeNumber("limit", query.limit, 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
  const offset = wholeNumber("offset", query.offset, 0, MAX_OFFSET) ?? 0;
  if (query.after === undefined) return { limit, offset, after: undefined };
  if (query.offset !== undefined) refuse("Ask for after or for offset, not for both.");
  const after = readCursor(query.after, sort) ?? refuse("after must be the next of an answer to the same question.");
  return { limit, offset, after };
}

function words(q: string | undefined): Sought[] | undefined {
  if (q === undefined || q.trim() === "") return undefined;
  if (q.length > MAX_LENGTH) refuse(`q must be text of at most ${MAX_LENGTH} characters.`);
  if (q.trim().split(/\s+/).length > MAX_WORDS) refuse(`q must have at most ${MAX_WORDS} words.`);
  const sought = soughtIn(q);
  return sought.length > MAX_TERMS ? refuse(`q must have at most ${MAX_TERMS} parts.`) : sought;
}

function tagsOf(query: Query, price: PriceRange | undefined): string[] {
  const owner = account("owner", query.owner);
  const offered = oneOf("offered", query.offered, ["any", "free"]);
  const modes = listOf("mode", query.mode, MODES);
  const stars = wholeNumber("stars", query.stars, 1, 5);
  const tags = [
    // A range says it too, and finds what is in it.
    ...(price === undefined || isRange(price) ? [] : [`token:${price.token}`]),
    ...(owner === undefined ? [] : [`owner:${owner}`]),
    ...(offered === undefined ? [] : [offered === "any" ? "mode:offered" : "mode:free"]),
    ...modes.map((mode) => `mode:${mode}`),
    ...listOf("policy", query.policy, POLICIES).map((policy) => `policy:${policy}`),
    ...value("language", query.language, (text) => text.toLowerCase()),
    ...value("keyword", query.keyword, folded),
    ...value("licence", query.licence, (text) => text),
    ...value("media", query.media, (text) => text.toLowerCase()),
    ...(stars === undefined ? [] : [`stars:${stars}`]),
  ];
  return [...new Set(tags)];
}

function value(kind: string, text: string | undefined, form: (text: string) => string): string[] {
  if (text === undefined) return [];
  if (text.trim() === "" || text.length > MAX_VALUE) refuse(`${kind} must be text of 1 to ${MAX_VALUE} characters.`);
  return [tagOf(kind, form(text))];
}

function priceRange(query: Query): PriceRange | undefined {
  const { token } = query;
  const min = amount("minPrice", query.minPrice);
  const max = amount("maxPrice", query.maxPrice);
  if (token === undefined) {
    return min === undefined && max === undefined ? undefined : refuse("A range of prices needs a token.");
  }
  if (!isAddress(token, { strict: false })) refuse("token must be a token's address.");
  if (min !== undefined && max !== undefined && min > max) refuse("minPrice must not be above maxPrice.");
  return { token: token.toLowerCase() as Address, min, max };
}

function amount(name: string, text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const found = /^\d{1,29}$/.test(text) ? BigInt(text) : -1n;
  if (found < 0n || found > MAX_PRICE) refuse(`${name} must be a whole number of the token's base units.`);
  return found;
}
