import { sql } from "ponder";
import { matching } from "./conditions.ts";
import { isRange, type Question } from "./question.ts";
import { type Db, list, listing, rowsOf, type Sql, tally, whereOf } from "./sql.ts";

const FACET_VALUES = 30;

/** How many data sets are so, if they are no more than `most`; otherwise more than that. */
export async function countUpTo(db: Db, where: readonly Sql[], most: number): Promise<number> {
  const hits = sql`select 1 from ${listing} l ${whereOf(where)} limit ${most + 1}`;
  const [row] = await rowsOf<{ n: number }>(db, sql`select count(*)::integer as n from (${hits}) as hits`);
  return row?.n ?? 0;
}

export interface Counted {
  readonly total: number;
  /** There are more than that. */
  readonly more: boolean;
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

export async function count(db: Db, question: Question, most: number): Promise<Counted> {
  const tallied = talliedAs(question);
  if (tallied !== undefined) {
    const { kind, value } = tallied;
    const [row] = await rowsOf<{ total: number }>(
      db,
      sql`select coalesce(sum(count), 0)::integer as total from ${tally}
        where kind = ${kind} and value = ${value} and ${ofChain(question.chainId)}`,
    );
    return { total: row?.total ?? 0, more: false };
  }
  const total = await countUpTo(db, matching(question), most);
  return { total: Math.min(total, most), more: total > most };
}

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

const ofHits = (question: Question, most: number): Sql => sql`
  select split_part(tag, ':', 1) as kind, substr(tag, strpos(tag, ':') + 1) as value, count(*)::integer as count
  from (select l.tags from ${listing} l ${whereOf(matching(question))} limit ${most}) as hits, unnest(tags) as tag
  where tag not like 'owner:%' and tag not like 'token:%' group by tag`;

/** The commonest values of each kind, with how many of the data sets found have them. */
export async function facetsOf(db: Db, question: Question, most: number): Promise<Facets> {
  const { chainId } = question;
  const isWhole = talliedAs(question)?.kind === "all";
  const ofMarket = chainId === undefined ? commonest(ofAllChains) : ofWholeChain(chainId);
  const rows = await rowsOf<Value>(db, isWhole ? ofMarket : commonest(ofHits(question, most)));
  const of = (kind: string) =>
    rows.filter((row) => row.kind === kind).map(({ value, count: n }) => ({ value, count: n }));
  return Object.fromEntries(KINDS.map((kind) => [kind, of(kind)]));
}
