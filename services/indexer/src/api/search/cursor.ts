import type { Sort } from "./question.ts";

/** Where a page ended: the order's values of its last data set. */
export interface Cursor {
  /** How well words match: 1 in the title, 2 in title and keywords, 3 anywhere. Zero where it does not matter. */
  readonly class: number;
  readonly values: readonly string[];
  readonly dataset: string;
}

/** How many values besides the data set each order goes by. */
const VALUES: Readonly<Record<Sort, number>> = { relevance: 2, newest: 1, sold: 2, rated: 2, cheapest: 1, dearest: 1 };

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
  const isWhole = values.length === VALUES[sort] && values.every((each) => /^\d{1,30}$/.test(each));
  if (order !== sort || !isRank || !isWhole || !/^0x[0-9a-f]{64}$/.test(dataset)) return null;
  return { class: Number(rank), values, dataset };
}
