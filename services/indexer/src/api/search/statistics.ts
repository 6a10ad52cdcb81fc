import { sql } from "ponder";
import { repeat } from "../repeat.ts";
import type { Writer } from "../writer.ts";
import { statistics } from "./definition.ts";
import { names, tally } from "./sql.ts";

const LOOK_EVERY = 30_000;
/** By so many data sets, and by so large a part of them, a market must have changed to be looked at anew. */
const LEAST = 200;
const PART = 0.2;

/** Whether so many data sets are so many more or fewer than there were that plans may be wrong. */
export const hasChanged = (before: number, now: number): boolean =>
  Math.abs(now - before) > Math.max(LEAST, before * PART);

/**
 * Tells the planner of PGlite how the search's tables have grown, as PostgreSQL's autovacuum does by itself: without that
 * it takes a large market for an empty one, and reads all of it for every question.
 */
export function keepStatistics({ $dialect, raw }: Writer, warn: (message: string) => void): () => void {
  if ($dialect !== "pglite") return () => undefined;
  let known = 0;
  return repeat(async () => {
    const count = sql`select coalesce(sum(count), 0)::integer as n from ${tally} where kind = 'all'`;
    const { rows } = (await raw.execute(count)) as unknown as { rows: readonly { n: number }[] };
    const now = rows[0]?.n ?? 0;
    if (hasChanged(known, now)) {
      for (const statement of statistics(names)) await raw.execute(sql.raw(statement));
      known = now;
    }
    return LOOK_EVERY;
  }, warn);
}
