import { sql } from "ponder";
import { isRange, type Question } from "./question.ts";
import { all, list, price, type Sql } from "./sql.ts";
import { tsqueryOf } from "./terms.ts";

/** Where one finds which words: the better a data set matches, the lower its class. */
const FIELDS = ["title_terms", "key_terms", "terms"] as const;

const matches = (field: (typeof FIELDS)[number], query: string): Sql => sql`l.${sql.raw(field)} @@ ${query}::tsquery`;

/** All that a data set must be, its words aside. */
export function filters({ chainId, tags, price: range }: Question): Sql[] {
  const conditions: Sql[] = chainId === undefined ? [] : [sql`l.chain_id = ${chainId}`];
  if (tags.length > 0) conditions.push(sql`l.tags @> array[${list(tags)}]::text[]`);
  if (range === undefined || !isRange(range)) return conditions;
  const within = [
    sql`r.chain_id = l.chain_id and r.dataset = l.dataset and r.token = ${range.token}`,
    ...(range.min === undefined ? [] : [sql`r.price >= ${String(range.min)}::numeric`]),
    ...(range.max === undefined ? [] : [sql`r.price <= ${String(range.max)}::numeric`]),
  ];
  return [...conditions, sql`exists (select 1 from ${price} r where ${all(within)})`];
}

/** What all data sets are that a question is about. */
export function matching(question: Question): Sql[] {
  const { sought } = question;
  const words = sought === undefined ? [] : [matches("terms", tsqueryOf(sought))];
  return [...filters(question), ...words];
}

/** Conditions of the classes: those whose title has all words first, then by keywords, then by any text. */
export function classesOf({ sought, sort }: Question): Sql[] {
  if (sought === undefined || sort !== "relevance") return [];
  return FIELDS.map((field) => matches(field, tsqueryOf(sought)));
}
