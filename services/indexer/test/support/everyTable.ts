import * as schema from "../../ponder.schema.ts";
import type { TestChain } from "./chains.ts";
import { rowsOf } from "./compare.ts";
import type { TestIndexer } from "./indexer.ts";

/** What the fetching of manifests changes, whatever happens on a chain. */
const FETCHING: readonly string[] = ["attempts", "triedAt", "status", "reason"];

/** GraphQL names of all tables with their columns. */
function tables(): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(schema).flatMap(([name, table]) => {
    const columns = Object.entries(table).filter(([, column]) => isColumn(column));
    const names = columns.map(([key]) => key).filter((key) => name !== "manifest" || !FETCHING.includes(key));
    return names.length === 0 ? [] : [[`${name}s`, names] as const];
  });
}

const isColumn = (value: unknown): boolean => typeof value === "object" && value !== null && "columnType" in value;

/** Every row of every table of a chain, in an order that does not depend on when it was written. */
export async function everyRow(indexer: TestIndexer, chain: TestChain): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, columns] of tables()) {
    const rows = await rowsOf<Record<string, unknown>>(indexer, chain, name, columns.join(" "));
    found[name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return found;
}
