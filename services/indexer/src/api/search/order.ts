import { sql } from "ponder";
import { CURSOR_TYPES } from "./cursor.ts";
import type { Question } from "./question.ts";
import type { Sql } from "./sql.ts";

/** The columns an order goes by, and which way. */
const ORDERS = {
  relevance: { columns: ["sold", "created_at", "dataset"], down: true },
  newest: { columns: ["created_at", "dataset"], down: true },
  sold: { columns: ["sold", "created_at", "dataset"], down: true },
  rated: { columns: ["score", "created_at", "dataset"], down: true },
  cheapest: { columns: ["price", "dataset"], down: false },
  dearest: { columns: ["price", "dataset"], down: true },
} as const;

export const isByPrice = ({ sort }: Question): boolean => sort === "cheapest" || sort === "dearest";

export interface Hit {
  readonly class: number;
  readonly chain_id: number;
  readonly dataset: `0x${string}`;
  readonly values: readonly string[];
}

/** What comes after the cursor in a question's order, columns being of the table `t`. */
export function afterCursor({ sort, after }: Question, t: string): Sql {
  const { columns, down } = ORDERS[sort];
  const types = CURSOR_TYPES[sort];
  const values = [
    ...(after?.values ?? []).map((each, i) => sql`${each}::${sql.raw(types[i] ?? "numeric")}`),
    sql`${after?.dataset}`,
  ];
  const here = columns.map((column) => `${t}.${column}`).join(", ");
  return sql`(${sql.raw(here)}) ${sql.raw(down ? "<" : ">")} (${sql.join(values, sql`, `)})`;
}

/** Columns of `t` that a hit has, its class aside. */
export function hitColumns({ sort }: Question, t: string): Sql {
  const { columns } = ORDERS[sort];
  const values = columns.slice(0, -1).map((column) => `${t}.${column}::text`);
  return sql.raw(`${t}.chain_id, ${t}.dataset, array[${values.join(", ")}] as values`);
}

export function orderOf({ sort }: Question, t: string): Sql {
  const { columns, down } = ORDERS[sort];
  return sql.raw(columns.map((column) => `${t}.${column} ${down ? "desc" : "asc"}`).join(", "));
}
