import { type Query, refuse, wholeNumber } from "./parameters.ts";

// What questions for a page of a list have in common.

/** Where a page of a list ended: what it is ordered by, and the key of its last row. */
export interface Place {
  readonly value: bigint;
  readonly key: string;
}

/** Which page of a list. */
export interface PageQuestion {
  readonly limit: number;
  readonly after: Place | undefined;
}

/** A chain, and the second for which something is asked. */
export interface AtSecond {
  readonly chainId: number;
  readonly now: number;
}

const MAX_CHAIN = 2 ** 31 - 1;
export const MAX_TIME = 2 ** 40;
const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 20;

export function chainOf(query: Query): number {
  return wholeNumber("chainId", query.chainId, 1, MAX_CHAIN) ?? refuse("chainId is missing.");
}

/** The second that is asked for: the present one where none is named. */
export function nowOf(query: Query): number {
  return wholeNumber("now", query.now, 0, MAX_TIME) ?? Math.floor(Date.now() / 1_000);
}

/** A place as text, for the next page. */
export const writePlace = ({ value, key }: Place): string => `${value}_${key}`;

/**
 * @param isKey what a key of this list looks like
 * @param most rows that a page may have
 */
export function placeOf(query: Query, isKey: RegExp, most = MAX_LIMIT): PageQuestion {
  const limit = wholeNumber("limit", query.limit, 1, most) ?? DEFAULT_LIMIT;
  if (query.after === undefined) return { limit, after: undefined };
  const [value = "", key = "", ...rest] = query.after.split("_");
  const isPlace = /^\d{1,78}$/.test(value) && isKey.test(key) && rest.length === 0;
  if (!isPlace) refuse("after must be the next of an answer to the same question.");
  return { limit, after: { value: BigInt(value), key } };
}

/** A page of one row more than was asked for, cut to its size, and where it ended. */
export function pageOf<T>(
  found: readonly T[],
  limit: number,
  placeAt: (last: T) => Place,
): { readonly items: readonly T[]; readonly next: string | null } {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, next: last === undefined ? null : writePlace(placeAt(last)) };
}
