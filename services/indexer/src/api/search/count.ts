import { sql } from "ponder";
import { classesOf, matching } from "./conditions.ts";
import { isRange, type Question } from "./question.ts";
import { type Db, list, listing, rowsOf, type Sql, tally, whereOf } from "./sql.ts";

const FACET_VALUES = 30;

/** How many data sets are so, if they are no more than `most`; otherwise more than that. */
export async function countUpTo(db: Db, where: readonly Sql[], most: number): Promise<number> {
  const hits = sql`select 1 from ${listing} l ${whereOf(where)} limit ${most + 1}`;
  const [row] = await rowsOf<{ n: number }>(db, sql`select count(*)::integer as n from (${hits}) as hits`);
  return row?.n ?? 0;
}

/** How much a question is about, before anything of it is shown. */
export interface Counted {
  readonly total: number;
  /** There are more than that. */
  readonly more: boolean;
  /** How many of those counted are of which class, the last aside; empty where classes don't matter or were not looked at. */
  readonly classes: readonly number[];
  readonly facets: Facets | null;
}

/** What the tallies know: how many there are in all, or with one tag. */
function talliedAs({ sought, tags, price: range }: Question): { kind: string; value: string } | undefined {
  if (sought !== undefined || (range !== undefined && isRange(range)) || tags.length > 1) return undefined;
  const [tag] = tags;
  if (tag === undefined) return { kind: "all", value: "" };
  if (tag.startsWith("owner:")) return undefined;
  const at = tag.indexOf(":");
  return { kind: tag.slice(0, at), value: tag.slice(at + 1) };
}

const ofChain = (chainId: number | undefined): Sql => (chainId === undefined ? sql`true` : sql`chain_id = ${chainId}`);

export type Facets = Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;

const KINDS = ["mode", "policy", "licence", "language", "media", "keyword", "stars"] as const;

interface Value {
  readonly kind: string;
  readonly value: string;
  readonly count: number;
}

/** The commonest values of a chain's whole market, straight from an index: a market may have as many keywords as data sets. */
const ofWholeChain = (chainId: number): Sql => sql`select k.kind, t.value, t.count
  from unnest(array[${list(KINDS)}]::text[]) as k(kind) cross join lateral (
    select value, count from ${tally} where chain_id = ${chainId} and kind = k.kind and count > 0
    order by count desc, value limit ${FACET_VALUES}) t`;

/** The commonest of counted values. */
const commonest = (counts: Sql): Sql => sql`select kind, value, count
  from (select *, row_number() over (partition by kind order by count desc, value) as place from (${counts}) as counted)
    as ranked
  where place <= ${FACET_VALUES} order by kind, place`;

const ofAllChains = sql`select kind, value, sum(count)::integer as count from ${tally}
  where count > 0 and kind in (${list(KINDS)}) group by kind, value`;

/** Values of the tags of `hits`, counted. */
const ofHits = (hits: Sql): Sql => sql`
  select split_part(tag, ':', 1) as kind, substr(tag, strpos(tag, ':') + 1) as value, count(*)::integer as count
  from ${hits} as found, unnest(tags) as tag where tag not like 'owner:%' and tag not like 'token:%' group by tag`;

function facetsIn(rows: readonly Value[]): Facets {
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ value, count }) => ({ value, count }));
  return Object.fromEntries(KINDS.map((kind) => [kind, of(kind)]));
}

/** Counts data sets up to so many, and with them what classes they are of and which values they have. */
export async function count(db: Db, question: Question, most: number): Promise<Counted> {
  const tallied = talliedAs(question);
  return tallied === undefined ? countHits(db, question, most) : countTallied(db, question, most, tallied);
}

async function countTallied(
  db: Db,
  question: Question,
  most: number,
  { kind, value }: { readonly kind: string; readonly value: string },
): Promise<Counted> {
  const { chainId } = question;
  const [row] = await rowsOf<{ total: number }>(
    db,
    sql`select coalesce(sum(count), 0)::integer as total from ${tally}
      where kind = ${kind} and value = ${value} and ${ofChain(chainId)}`,
  );
  const counted = { total: row?.total ?? 0, more: false, classes: [] };
  if (!question.facets) return { ...counted, facets: null };
  const hits = sql`(select l.tags from ${listing} l ${whereOf(matching(question))} limit ${most})`;
  const ofMarket = chainId === undefined ? commonest(ofAllChains) : ofWholeChain(chainId);
  const values = kind === "all" ? ofMarket : commonest(ofHits(hits));
  return { ...counted, facets: facetsIn(await rowsOf<Value>(db, values)) };
}

/** All of it in one look, since finding them is what takes time. */
async function countHits(db: Db, question: Question, most: number): Promise<Counted> {
  const [title, keys] = classesOf(question);
  const first = title === undefined ? sql`false` : title;
  const second = title === undefined || keys === undefined ? sql`false` : sql`${keys} and not ${title}`;
  const values = question.facets
    ? sql`(select json_agg(v) from (${commonest(ofHits(sql`(select tags from hits limit ${most})`))}) v)`
    : sql`null`;
  const [row] = await rowsOf<{ n: number; first: number; second: number; values: readonly Value[] | null }>(
    db,
    sql`with hits as materialized (select l.tags, ${first} as first, ${second} as second
        from ${listing} l ${whereOf(matching(question))} limit ${most + 1})
      select (select count(*) from hits)::integer as n, (select count(*) from hits where first)::integer as first,
        (select count(*) from hits where second)::integer as second, ${values} as values`,
  );
  const total = row?.n ?? 0;
  return {
    total: Math.min(total, most),
    more: total > most,
    classes: title === undefined ? [] : [row?.first ?? 0, row?.second ?? 0],
    facets: question.facets ? facetsIn(row?.values ?? []) : null,
  };
}
