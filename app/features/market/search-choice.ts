import {
  type Search,
  type SearchMode,
  type SearchPolicy,
  type SearchSort,
  searchModes,
  searchPolicies,
  searchSorts,
} from "@tallystick/sdk/indexer/search";
import type { Address } from "viem";
import { parseAmount } from "../../lib/format.ts";

/** Sorts by rating are filters too: who looks for rated data sets sees the best first. */
export const pageSize = 12;
/** Pages by number reach this far; a search narrows what lies behind. */
const furthest = 100_000;
export const lastPage = Math.floor(furthest / pageSize);

/** What is looked for, as the page's address holds it: so that a list can be shared and come back to. */
export interface SearchChoice {
  readonly query: string;
  readonly mine: boolean;
  readonly modes: readonly SearchMode[];
  readonly policies: readonly SearchPolicy[];
  readonly licence: string;
  readonly language: string;
  readonly keyword: string;
  readonly media: string;
  readonly token: string;
  /** At least so many stars on average, 1 to 5. */
  readonly stars: number | undefined;
  readonly min: string;
  readonly max: string;
  readonly sort: SearchSort | undefined;
  /** From 0. */
  readonly page: number;
}

function listOf<T extends string>(text: string | null, known: readonly T[]): readonly T[] {
  const words = new Set((text ?? "").split(","));
  return known.filter((each) => words.has(each));
}

export function choiceOf(parameters: Pick<URLSearchParams, "get">): SearchChoice {
  const text = (name: string) => (parameters.get(name) ?? "").slice(0, 200);
  const page = Math.trunc(Number(parameters.get("page") ?? 1)) - 1 || 0;
  return {
    query: text("q"),
    mine: parameters.get("mine") === "1",
    modes: listOf(parameters.get("mode"), searchModes),
    policies: listOf(parameters.get("policy"), searchPolicies),
    licence: text("licence"),
    language: text("language"),
    keyword: text("keyword"),
    media: text("media"),
    token: text("token"),
    stars: [1, 2, 3, 4, 5].find((each) => String(each) === parameters.get("stars")),
    min: text("min"),
    max: text("max"),
    sort: searchSorts.find((each) => each === parameters.get("sort")),
    page: Math.min(lastPage, Math.max(0, page)),
  };
}

/** The token that prices are in: the one that the address names, else `usual`. */
export function tokenOf(choice: SearchChoice, usual: Address | undefined): Address | undefined {
  return /^0x[0-9a-fA-F]{40}$/.test(choice.token) ? (choice.token as Address) : usual;
}

/** Filters that are set, sorting and words apart. */
export function filtersSet(choice: SearchChoice): number {
  const single = [choice.licence, choice.language, choice.keyword, choice.media, choice.stars, choice.min, choice.max];
  return choice.modes.length + choice.policies.length + single.filter(Boolean).length + (choice.mine ? 1 : 0);
}

/**
 * The indexer's question.
 *
 * @param about.token what prices are in, where the address names none
 * @param about.decimals of the token that prices are in; undefined until it has said
 */
export function searchOf(
  choice: SearchChoice,
  about: {
    readonly chainId: number;
    readonly account: Address | undefined;
    readonly token: Address | undefined;
    readonly decimals: number | undefined;
  },
): Search {
  const named = tokenOf(choice, about.token);
  const { decimals } = about;
  const amountOf = (text: string) => (named && decimals !== undefined ? parseAmount(text, decimals) : undefined);
  const minPrice = amountOf(choice.min);
  const maxPrice = amountOf(choice.max);
  const priced =
    minPrice !== undefined || maxPrice !== undefined || choice.sort === "cheapest" || choice.sort === "dearest";
  return {
    chainId: about.chainId,
    query: choice.query.trim() || undefined,
    owner: choice.mine ? about.account : undefined,
    modes: choice.modes.length > 0 ? choice.modes : undefined,
    policies: choice.policies.length > 0 ? choice.policies : undefined,
    licence: choice.licence || undefined,
    language: choice.language || undefined,
    keyword: choice.keyword || undefined,
    media: choice.media || undefined,
    stars: choice.stars,
    token: priced ? named : undefined,
    minPrice,
    maxPrice,
    sort: choice.sort,
    facets: true,
    limit: pageSize,
    offset: choice.page * pageSize,
  };
}
