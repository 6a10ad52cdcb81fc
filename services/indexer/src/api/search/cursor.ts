import type { Sort } from "./question.ts";

/** Where a page ended: the order's values of its last data set. */
export interface Cursor {
  /** How well words match: 1 in the title, 2 in title and keywords, 3 anywhere. Zero where it does not matter. */
  readonly class: number;
  readonly values: readonly string[];
  readonly dataset: string;
}

/** Types of the values that each order goes by, besides the data set: an index is used for values of its own type alone. */
export const CURSOR_TYPES = {
  relevance: ["integer", "bigint"],
  newest: ["bigint"],
  sold: ["integer", "bigint"],
  rated: ["integer", "bigint"],
  cheapest: ["numeric"],
  dearest: ["numeric"],
} as const satisfies Readonly<Record<Sort, readonly (keyof typeof HIGHEST)[]>>;

const HIGHEST = { integer: 2n ** 31n - 1n, bigint: 2n ** 63n - 1n, numeric: 2n ** 96n - 1n };

/** A cursor as text that says for which order it is good. */
export function writeCursor(sort: Sort, cursor: Cursor): string {
  return Buffer.from([sort, cursor.class, ...cursor.values, cursor.dataset].join(" ")).toString("base64url");
}

/** Reads what `writeCursor` wrote for this order; null: it is something else. */
export function readCursor(text: string, sort: Sort): Cursor | null {
  if (text.length > 300) return null;
  const [order, rank, ...rest] = Buffer.from(text, "base64url").toString("latin1").split(" ");
  const [dataset, values] = [rest.at(-1) ?? "", rest.slice(0, -1)];
  const isRank = rank === "0" || (sort === "relevance" && /^[123]$/.test(rank ?? ""));
  const types = CURSOR_TYPES[sort];
  const fits = (each: string, i: number): boolean => {
    const type = types[i];
    return type !== undefined && /^\d{1,30}$/.test(each) && BigInt(each) <= HIGHEST[type];
  };
  const isWhole = values.length === types.length && values.every(fits);
  if (order !== sort || !isRank || !isWhole || !/^0x[0-9a-f]{64}$/.test(dataset)) return null;
  return { class: Number(rank), values, dataset };
}
