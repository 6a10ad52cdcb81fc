import type { db } from "ponder:api";
import { and, eq, inArray, sql } from "ponder";
import type { Address } from "viem";
import { dataset, manifest, offer } from "../../../schema/market.ts";
import { ratingTotal } from "../../../schema/ratings.ts";
import { writeCursor } from "./cursor.ts";
import { tariffInForce, tariffOf } from "./definition.ts";
import { schemaNames } from "./install.ts";
import type { Question } from "./question.ts";
import { tsqueryOf } from "./terms.ts";

type Sql = ReturnType<typeof sql>;
export type Db = Pick<typeof db, "select" | "execute">;

/** Beyond so many data sets an answer says "at least", and counts facets among these alone. */
export const MAX_COUNTED = 10_000;
const FACET_VALUES = 30;

const names = schemaNames();
const listing = sql.raw(`${names.search}.listing`);
const price = sql.raw(`${names.search}.price`);
const tariff = sql.raw(`${names.search}.tariff`);
const tally = sql.raw(`${names.search}.tally`);

/** Where one finds which words: the better a data set matches, the lower its class. */
const FIELDS = ["title_terms", "key_terms", "terms"] as const;

const matches = (field: (typeof FIELDS)[number], query: string): Sql => sql`l.${sql.raw(field)} @@ ${query}::tsquery`;

/** All that a data set must be, its words aside. */
function filters({ tags, price: range }: Question): Sql[] {
  const wanted =
    tags.length === 0
      ? []
      : [
          sql`l.tags @> array[${sql.join(
            [...tags].map((tag) => sql`${tag}`),
            sql`, `,
          )}]::text[]`,
        ];
  if (range === undefined) return wanted;
  const within = [
    sql`r.chain_id = l.chain_id and r.dataset = l.dataset and r.token = ${range.token}`,
    ...(range.min === undefined ? [] : [sql`r.price >= ${String(range.min)}::numeric`]),
    ...(range.max === undefined ? [] : [sql`r.price <= ${String(range.max)}::numeric`]),
  ];
  return [...wanted, sql`exists (select 1 from ${price} r where ${sql.join(within, sql` and `)})`];
}

/** The columns an order goes by, and which way. */
const ORDERS = {
  relevance: { columns: ["l.sold", "l.created_at", "l.dataset"], down: true },
  newest: { columns: ["l.created_at", "l.dataset"], down: true },
  sold: { columns: ["l.sold", "l.created_at", "l.dataset"], down: true },
  rated: { columns: ["l.score", "l.created_at", "l.dataset"], down: true },
  cheapest: { columns: ["p.price", "p.dataset"], down: false },
  dearest: { columns: ["p.price", "p.dataset"], down: true },
} as const;

interface Hit {
  readonly class: number;
  readonly chain_id: number;
  readonly dataset: `0x${string}`;
  readonly values: readonly string[];
}

/** One page's data sets of a class, in order, and one more that tells whether there is a next page. */
function hitsOf(question: Question, rank: number, where: readonly Sql[], skip: number): Sql {
  const { columns, down } = ORDERS[question.sort];
  const { after, limit } = question;
  const byPrice = question.sort === "cheapest" || question.sort === "dearest";
  const tables = byPrice
    ? sql`${price} p join ${listing} l on l.chain_id = p.chain_id and l.dataset = p.dataset`
    : sql`${listing} l`;
  const conditions = [...where];
  if (byPrice) conditions.push(sql`p.lowest and p.token = ${question.price?.token}`);
  if (after !== undefined && after.class === rank) {
    const values = [...after.values.map((each) => sql`${each}::numeric`), sql`${after.dataset}`];
    const here = sql.raw(`(${columns.join(", ")})`);
    conditions.push(sql`${here} ${sql.raw(down ? "<" : ">")} (${sql.join(values, sql`, `)})`);
  }
  const order = columns.map((column) => `${column} ${down ? "desc" : "asc"}`).join(", ");
  const values = columns.slice(0, -1).map((column) => `${column}::text`);
  return sql`(select ${rank}::integer as class, l.chain_id, l.dataset, ${sql.raw(`array[${values.join(", ")}]`)} as values
    from ${tables} ${whereOf(conditions)} order by ${sql.raw(order)} offset ${skip} limit ${limit + 1 + question.offset - skip})`;
}

const whereOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join([...conditions], sql` and `)}`;

const rowsOf = async <T>(db: Db, query: Sql): Promise<T[]> => (await db.execute(query)).rows as T[];

/** A page's data sets: those whose title has all words first, then by keywords, then by any text. */
async function page(db: Db, question: Question): Promise<Hit[]> {
  const { sought, sort, after, limit, offset } = question;
  const where = filters(question);
  if (sought === undefined || sort !== "relevance") {
    const words = sought === undefined ? [] : [matches("terms", tsqueryOf(sought))];
    return rowsOf<Hit>(db, hitsOf(question, 0, [...where, ...words], offset));
  }
  const query = tsqueryOf(sought);
  const found: Hit[] = [];
  for (const [i, field] of FIELDS.entries()) {
    const better = FIELDS[i - 1];
    if (after !== undefined && after.class > i + 1) continue;
    const unseen = better === undefined ? [] : [sql`not ${matches(better, query)}`];
    found.push(...(await rowsOf<Hit>(db, hitsOf(question, i + 1, [...where, matches(field, query), ...unseen], 0))));
    if (found.length > limit + offset) break;
  }
  return found.slice(offset);
}

interface Counted {
  readonly total: number;
  /** There are more than that. */
  readonly more: boolean;
}

/** All data sets that a question is about, in no order. */
function matching(question: Question): Sql {
  const { sought } = question;
  const words = sought === undefined ? [] : [matches("terms", tsqueryOf(sought))];
  return whereOf([...filters(question), ...words]);
}

/** What the tallies know: how many there are in all, or with one tag. */
function talliedAs({ sought, tags, price: range }: Question): { kind: string; value: string } | undefined {
  const others = tags.filter((tag) => !tag.startsWith("chain:"));
  if (sought !== undefined || range !== undefined || others.length > 1) return undefined;
  const [tag] = others;
  if (tag === undefined) return { kind: "all", value: "" };
  if (tag.startsWith("owner:")) return undefined;
  const at = tag.indexOf(":");
  return { kind: tag.slice(0, at), value: tag.slice(at + 1) };
}

const ofChain = (chainId: number | undefined): Sql => (chainId === undefined ? sql`true` : sql`chain_id = ${chainId}`);

async function count(db: Db, question: Question): Promise<Counted> {
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
  const [row] = await rowsOf<{ total: number }>(
    db,
    sql`select count(*)::integer as total from
      (select 1 from ${listing} l ${matching(question)} limit ${MAX_COUNTED + 1}) as hits`,
  );
  const total = row?.total ?? 0;
  return total > MAX_COUNTED ? { total: MAX_COUNTED, more: true } : { total, more: false };
}

export type Facets = Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;

const KINDS = ["mode", "policy", "licence", "language", "media", "keyword"] as const;

/** The commonest values of each kind, with how many of the data sets found have them. */
async function facetsOf(db: Db, question: Question): Promise<Facets> {
  const whole = talliedAs(question)?.kind === "all";
  const counts = whole
    ? sql`select kind, value, sum(count)::integer as count from ${tally}
        where count > 0 and kind <> 'all' and ${ofChain(question.chainId)} group by kind, value`
    : sql`select split_part(tag, ':', 1) as kind, substr(tag, strpos(tag, ':') + 1) as value, count(*)::integer as count
        from (select l.tags from ${listing} l ${matching(question)} limit ${MAX_COUNTED}) as hits, unnest(tags) as tag
        where tag not like 'owner:%' and tag not like 'chain:%' group by tag`;
  const rows = await rowsOf<{ kind: string; value: string; count: number }>(
    db,
    sql`select kind, value, count from (select *, row_number() over (partition by kind order by count desc, value) as place
      from (${counts}) as counted) as ranked where place <= ${FACET_VALUES} order by kind, place`,
  );
  const of = (kind: string) =>
    rows.filter((row) => row.kind === kind).map(({ value, count: n }) => ({ value, count: n }));
  return Object.fromEntries(KINDS.map((kind) => [kind, of(kind)]));
}

const item = {
  chainId: dataset.chainId,
  dataset: dataset.id,
  version: dataset.latest,
  publisher: dataset.publisher,
  owner: dataset.owner,
  sold: dataset.sold,
  createdAt: dataset.createdAt,
  updatedAt: dataset.updatedAt,
  title: manifest.title,
  description: manifest.description,
  language: manifest.language,
  keywords: manifest.keywords,
  licence: manifest.licence,
  segments: manifest.segments,
  paidCount: ratingTotal.paidCount,
  paidStars: ratingTotal.paidStars,
};

/** What is shown of the data sets of a page, in its order. */
async function itemsOf(db: Db, hits: readonly Hit[]) {
  if (hits.length === 0) return [];
  const ids = hits.map((hit) => hit.dataset);
  const chains = [...new Set(hits.map((hit) => hit.chain_id))];
  const newest = and(
    eq(manifest.chainId, dataset.chainId),
    eq(manifest.dataset, dataset.id),
    eq(manifest.version, dataset.latest),
  );
  const rated = and(eq(ratingTotal.chainId, dataset.chainId), eq(ratingTotal.dataset, dataset.id));
  const [rows, offers, tags, tariffs] = await Promise.all([
    db
      .select(item)
      .from(dataset)
      .innerJoin(manifest, newest)
      .leftJoin(ratingTotal, rated)
      .where(and(inArray(dataset.chainId, chains), inArray(dataset.id, ids))),
    openOffers(db, chains, ids),
    waysTo(db, chains, ids),
    tariffsOf(db, chains, ids),
  ]);
  return hits.flatMap((hit) => {
    const isIt = (row: { chainId: number; dataset: string }) =>
      row.chainId === hit.chain_id && row.dataset === hit.dataset;
    const row = rows.find(isIt);
    if (row === undefined) return [];
    const { paidCount, paidStars, ...shown } = row;
    const modes = tags.filter(isIt).map(({ mode }) => mode);
    const rating = paidCount ? { count: paidCount, stars: paidStars } : null;
    const ofOwner = offers.filter((each) => isIt(each) && each.seller === row.owner);
    const byUse = tariffs.filter(isIt).map(({ chainId: _, dataset: __, ...each }) => each);
    return [{ ...shown, rating, modes, offers: ofOwner, tariffs: byUse }];
  });
}

const list = (values: readonly (number | string)[]): Sql =>
  sql.join(
    values.map((each) => sql`${each}`),
    sql`, `,
  );

interface TariffRow {
  readonly chainId: number;
  readonly dataset: string;
  readonly token: Address;
  /** Base units an access. */
  readonly price: string;
  readonly provider: Address;
  readonly segments: string;
  readonly validUntil: string;
}

/** Tariffs in force that the owners of data sets signed. */
function tariffsOf(db: Db, chains: readonly number[], ids: readonly string[]) {
  return rowsOf<TariffRow>(
    db,
    sql`select t.chain_id as "chainId", t.dataset, t.token, t.price::text as price, t.provider,
        t.segments::text as segments, t.valid_until::text as "validUntil"
      from ${tariff} t join ${sql.raw(`${names.tables}.dataset`)} d on ${sql.raw(tariffOf("t"))}
      where t.chain_id in (${list(chains)}) and t.dataset in (${list(ids)}) and ${sql.raw(tariffInForce("t"))}
        and not exists (select 1 from ${sql.raw(`${names.tables}.record`)} c
          where c.chain_id = t.chain_id and c.dataset = t.dataset)
      order by t.price, t.token`,
  );
}

function waysTo(db: Db, chains: readonly number[], ids: readonly string[]) {
  return rowsOf<{ chainId: number; dataset: string; mode: string }>(
    db,
    sql`select chain_id as "chainId", dataset, substr(tag, 6) as mode from ${listing}, unnest(tags) as tag
      where chain_id in (${list(chains)}) and dataset in (${list(ids)}) and tag like 'mode:%' order by tag`,
  );
}

function openOffers(db: Db, chains: readonly number[], ids: readonly `0x${string}`[]) {
  return db
    .select({
      id: offer.id,
      chainId: offer.chainId,
      dataset: offer.dataset,
      seller: offer.seller,
      token: offer.token,
      price: offer.price,
      duration: offer.duration,
      segments: offer.segments,
      policy: offer.policy,
    })
    .from(offer)
    .where(and(inArray(offer.chainId, [...chains]), inArray(offer.dataset, [...ids]), eq(offer.status, "open")))
    .orderBy(offer.price, offer.id);
}

/** One page of data sets whose newest manifest is in order, with the offers their owner has open. */
export async function search(db: Db, question: Question) {
  // Nothing but punctuation was asked for.
  if (question.sought?.length === 0) return { total: 0, more: false, items: [], next: null, facets: null };
  const hits = await page(db, question);
  const counted = await count(db, question);
  const facets = question.facets ? await facetsOf(db, question) : null;
  const shown = hits.slice(0, question.limit);
  const last = hits.length > question.limit ? shown.at(-1) : undefined;
  const next = last === undefined ? null : writeCursor(question.sort, last);
  return { ...counted, items: await itemsOf(db, shown), next, facets };
}
