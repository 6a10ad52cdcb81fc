import { sql } from "ponder";
import { classesOf, filters, matching } from "./conditions.ts";
import { type Counted, countUpTo } from "./count.ts";
import { afterCursor, type Hit, hitColumns, isByPrice, orderOf } from "./order.ts";
import type { Question } from "./question.ts";
import { type Db, listing, price, rowsOf, type Sql, whereOf } from "./sql.ts";

/** The lowest price of a found data set `l` in the token that is asked for. */
const lowest = ({ price: range }: Question): Sql =>
  sql`p.chain_id = l.chain_id and p.dataset = l.dataset and p.lowest and p.token = ${range?.token}`;

/**
 * A page of few data sets: all are looked up by the indexes of words and tags, then sorted. Left to itself, the planner
 * would rather go through the whole market in order, and find nothing for long.
 */
function fromFew(question: Question, where: readonly Sql[], classes: readonly Sql[]): Sql {
  const { after, limit, offset } = question;
  const cases = classes.map((condition, i) => sql`when ${condition} then ${sql.raw(String(i + 1))}`);
  const rank = cases.length === 0 ? sql`0` : sql`case ${sql.join(cases, sql` `)} end`;
  const from = isByPrice(question)
    ? sql`select l.chain_id, l.dataset, p.price, ${rank} as class from ${listing} l join ${price} p on ${lowest(question)}`
    : sql`select l.chain_id, l.dataset, l.sold, l.score, l.created_at, ${rank} as class from ${listing} l`;
  const rest =
    after === undefined
      ? sql``
      : sql`where h.class > ${after.class} or (h.class = ${after.class} and ${afterCursor(question, "h")})`;
  return sql`with h as materialized (${from} ${whereOf(where)})
    select h.class, ${hitColumns(question, "h")} from h ${rest}
    order by h.class, ${orderOf(question, "h")} offset ${offset} limit ${limit + 1}`;
}

/** A page of a class of many data sets, in the order of an index. */
function fromMany(question: Question, rank: number, where: readonly Sql[], skip: number): Sql {
  const { after, limit, offset } = question;
  const byPrice = isByPrice(question);
  const conditions = byPrice ? [...where, lowest(question)] : [...where];
  const t = byPrice ? "p" : "l";
  if (after !== undefined && after.class === rank) conditions.push(afterCursor(question, t));
  const from = byPrice ? sql`${price} p, ${listing} l` : sql`${listing} l`;
  return sql`select ${sql.raw(String(rank))} as class, ${hitColumns(question, t)} from ${from} ${whereOf(conditions)}
    order by ${orderOf(question, t)} offset ${skip} limit ${limit + 1 + offset - skip}`;
}

/** A page's data sets, and one more that tells whether there is a next page. */
export async function page(db: Db, question: Question, most: number, found: Counted): Promise<Hit[]> {
  const { offset } = question;
  if (found.total === 0) return [];
  const classes = classesOf(question);
  const where = matching(question);
  if (!found.more && found.total <= most) return rowsOf<Hit>(db, fromFew(question, where, classes));
  if (classes.length === 0) return rowsOf<Hit>(db, fromMany(question, 0, where, offset));
  return byClasses(db, question, most, found, classes);
}

/** A page of many data sets, the better matching first: goes from class to class until it is full. */
async function byClasses(
  db: Db,
  question: Question,
  most: number,
  found: Counted,
  classes: readonly Sql[],
): Promise<Hit[]> {
  const { after, limit, offset } = question;
  const hits: Hit[] = [];
  for (const [i, matched] of classes.entries()) {
    const better = classes[i - 1];
    if (after !== undefined && after.class > i + 1) continue;
    const own = [...filters(question), matched, ...(better === undefined ? [] : [sql`not ${better}`])];
    // Where one in ten of those counted is of this class, enough come first by an index.
    const isFew = (found.classes[i] ?? 0) < most / 10 && (await countUpTo(db, own, most)) <= most;
    // A class of few is sorted as a whole; places are counted over all classes, so nothing is skipped here.
    const whole = { ...question, limit: limit + offset, offset: 0 };
    const ofClass = isFew ? fromFewOf(whole, i + 1, own) : fromMany(question, i + 1, own, 0);
    hits.push(...(await rowsOf<Hit>(db, ofClass)));
    if (hits.length > limit + offset) break;
  }
  return hits.slice(offset);
}

/** A page of one class that has few data sets. */
function fromFewOf(question: Question, rank: number, where: readonly Sql[]): Sql {
  const after = question.after?.class === rank ? { ...question.after, class: 0 } : undefined;
  return sql`select ${sql.raw(String(rank))} as class, f.chain_id, f.dataset, f.values
    from (${fromFew({ ...question, after }, where, [])}) as f`;
}
