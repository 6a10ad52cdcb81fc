import { sql } from "ponder";
import { repeat } from "../repeat.ts";
import { names } from "../search/sql.ts";
import { hasChanged } from "../search/statistics.ts";
import type { Writer } from "../writer.ts";

const LOOK_EVERY = 10_000;

const tables = ["lot", "receivable"].map((name) => `${names.tables}.${name}`);

/**
 * Tells the planner of PGlite how lots and receivables have grown, as PostgreSQL's autovacuum does by itself: without that
 * it takes a large portfolio for a small one, and finds each lot's receivable by itself.
 */
export function keepLotStatistics({ $dialect, raw }: Writer, warn: (message: string) => void): () => void {
  if ($dialect !== "pglite") return () => undefined;
  let known = 0;
  return repeat(async () => {
    const sizes = tables.map((table) => sql`pg_relation_size(${table}::regclass)`);
    const size = sql`select (${sql.join(sizes, sql` + `)})::float8 as size`;
    const { rows } = (await raw.execute(size)) as unknown as { rows: readonly { size: number }[] };
    const now = rows[0]?.size ?? 0;
    if (hasChanged(known, now)) {
      for (const table of tables) await raw.execute(sql.raw(`analyze ${table}`));
      known = now;
    }
    return LOOK_EVERY;
  }, warn);
}
