import { count } from "./count.ts";
import { writeCursor } from "./cursor.ts";
import { itemsOf } from "./items.ts";
import { page } from "./page.ts";
import type { Question } from "./question.ts";
import type { Db } from "./sql.ts";

/**
 * Beyond so many data sets an answer says "at least", and counts facets among these alone. Up to so many are sorted as
 * they are found; of more, an index gives those that come first.
 */
export const MAX_COUNTED = 2_000;
/**
 * One page of data sets whose newest manifest is in order, with the offers their owner has open.
 *
 * @param most counts no further than that
 */
export async function search(db: Db, question: Question, most = MAX_COUNTED) {
  // Nothing but punctuation was asked for.
  if (question.sought?.length === 0) return { total: 0, more: false, items: [], next: null, facets: null };
  const counted = await count(db, question, most);
  const hits = await page(db, question, most, counted);
  const { total, more, facets } = counted;
  const shown = hits.slice(0, question.limit);
  const last = hits.length > question.limit ? shown.at(-1) : undefined;
  const next = last === undefined ? null : writeCursor(question.sort, last);
  return { total, more, items: await itemsOf(db, shown), next, facets };
}
