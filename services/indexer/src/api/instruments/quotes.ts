import { desc, sql } from "ponder";
import { zeroAddress } from "viem";
import { lot } from "../../../schema/lots.ts";
import { quoteAsk, quoteBid, quoteCancellation, quoteFill, quoteRequest, sale } from "../../../schema/quotes.ts";
import { pageOf } from "../place.ts";
import { all, type Db, type Sql } from "../search/sql.ts";
import type { Family } from "./family.ts";
import type { OfferQuestion } from "./question.ts";
import { isSoundAt } from "./sql.ts";

// Offers that were posted. Whether one can be taken is told as `Quotes` would at that second; that buyer and seller have let
// it move lot and money is not looked at.

const l = lot;
const a = quoteAsk;
const b = quoteBid;
const q = quoteRequest;
const c = quoteCancellation;
const f = quoteFill;

/** Movable, and not handed on as often as it may be. */
const canMove = sql`${l.state} & 128 <> 0 and (${l.state} & 64 = 0 or ${l.serial} < 255)`;

/** A row with what is told of its lot and claim. */
const flat = <Row extends { readonly of: Readonly<Record<string, unknown>> }>({ of, ...row }: Row) => ({
  ...row,
  ...of,
});

function conditionsOn(alive: Sql, question: OfferQuestion, wanted: readonly (readonly [Sql, unknown])[]): Sql[] {
  const conditions = wanted.flatMap(([column, value]) => (value === undefined ? [] : [sql`${column} = ${value}`]));
  if (question.alive !== undefined) conditions.push(question.alive ? alive : sql`not coalesce(${alive}, false)`);
  return conditions;
}

/** A page of asks, the newest first. */
export async function listAsks(db: Db, question: OfferQuestion, family: Family) {
  const { chainId, now, limit, after, maker, lot: lotId, debtor, token } = question;
  const isAlive = sql<boolean>`(${c.hash} is null and ${a.deadline} >= ${now}::numeric and ${l.version} = ${a.version}
    and ${l.holder} = ${a.seller} and ${a.units} <= ${l.units} and ${canMove} and ${family.takes(sql`${a.kind}`)}
    and case when ${a.price} > 0 then ${family.isOwing}
      else ${family.isOpenAt(now)} and ${isSoundAt(now, family.dueBy, a)} end)`;
  const conditions = [
    sql`${a.chainId} = ${chainId}`,
    sql`${a.family} = ${family.name}`,
    ...conditionsOn(isAlive, question, [
      [sql`${a.seller}`, maker],
      [sql`${a.lot}`, lotId],
      [sql`${family.debtor}`, debtor],
      [sql`${family.token}`, token],
    ]),
  ];
  const ofAsk = sql`${l.chainId} = ${a.chainId} and ${l.id} = ${a.lot}`;
  const cancelled = sql`${c.chainId} = ${a.chainId} and ${c.hash} = ${a.hash}`;
  const [counted] = await db
    .select({ total: sql<number>`count(*)::integer` })
    .from(a)
    .innerJoin(l, ofAsk)
    .innerJoin(family.table, family.ofLot)
    .leftJoin(c, cancelled)
    .where(all(conditions));
  if (after !== undefined) {
    conditions.push(sql`(${a.postedAt}, ${a.hash}) < (${after.value}::numeric, ${after.key})`);
  }
  const found = await db
    .select({
      hash: a.hash,
      seller: a.seller,
      buyer: a.buyer,
      lot: a.lot,
      version: a.version,
      units: a.units,
      price: a.price,
      rateBps: a.rateBps,
      feeBps: a.feeBps,
      kind: a.kind,
      deadline: a.deadline,
      salt: a.salt,
      postedAt: a.postedAt,
      of: family.columnsAt(now),
      cancelledAt: c.at,
      soldAt: sql<string | null>`(select min(${sale.at})::text from ${sale}
        where ${sale.chainId} = ${a.chainId} and ${sale.hash} = ${a.hash})`,
      isAlive,
      transaction: a.transaction,
    })
    .from(a)
    .innerJoin(l, ofAsk)
    .innerJoin(family.table, family.ofLot)
    .leftJoin(c, cancelled)
    .where(all(conditions))
    .orderBy(desc(a.postedAt), desc(a.hash))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, ({ postedAt, hash }) => ({ value: postedAt, key: hash }));
  return { items: items.map(flat), total: counted?.total ?? 0, next };
}

/** A page of bids, the newest first. What is asked for by debtor, seller or lot is found with bids for any. */
export async function listBids(db: Db, question: OfferQuestion, family: Family) {
  const { chainId, now, limit, after, maker, lot: lotId, debtor, seller, token } = question;
  const filled = sql<string>`coalesce(${f.worth}, 0)`;
  const isAlive = sql<boolean>`(${c.hash} is null and ${b.deadline} >= ${now}::numeric and ${filled} < ${b.limit}
    and ${b.feeBps} <= 10000 and ${b.advanceBps} <= 10000 and ${family.isFit(b)})`;
  const conditions = [
    sql`${b.chainId} = ${chainId}`,
    sql`${b.family} = ${family.name}`,
    ...conditionsOn(isAlive, question, [
      [sql`${b.buyer}`, maker],
      [sql`${b.token}`, token],
    ]),
  ];
  if (lotId !== undefined) conditions.push(sql`${b.lot} in (0, ${lotId}::numeric)`);
  if (debtor !== undefined) conditions.push(sql`${b.debtor} in (${zeroAddress}, ${debtor})`);
  if (seller !== undefined) conditions.push(sql`${b.seller} in (${zeroAddress}, ${seller})`);
  const cancelled = sql`${c.chainId} = ${b.chainId} and ${c.hash} = ${b.hash}`;
  const fill = sql`${f.chainId} = ${b.chainId} and ${f.hash} = ${b.hash}`;
  const [counted] = await db
    .select({ total: sql<number>`count(*)::integer` })
    .from(b)
    .leftJoin(c, cancelled)
    .leftJoin(f, fill)
    .where(all(conditions));
  if (after !== undefined) {
    conditions.push(sql`(${b.postedAt}, ${b.hash}) < (${after.value}::numeric, ${after.key})`);
  }
  const found = await db
    .select({
      hash: b.hash,
      buyer: b.buyer,
      token: b.token,
      debtor: b.debtor,
      seller: b.seller,
      lot: b.lot,
      limit: b.limit,
      maxDays: b.maxDays,
      rateBps: b.rateBps,
      feeBps: b.feeBps,
      kind: b.kind,
      evidence: b.evidence,
      advanceBps: b.advanceBps,
      deadline: b.deadline,
      salt: b.salt,
      filled: sql<string>`(${filled})::text`,
      postedAt: b.postedAt,
      cancelledAt: c.at,
      isAlive,
      transaction: b.transaction,
    })
    .from(b)
    .leftJoin(c, cancelled)
    .leftJoin(f, fill)
    .where(all(conditions))
    .orderBy(desc(b.postedAt), desc(b.hash))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, ({ postedAt, hash }) => ({ value: postedAt, key: hash }));
  return { items, total: counted?.total ?? 0, next };
}

/** A page of requests for quotes, the newest first. */
export async function listRequests(db: Db, question: OfferQuestion, family: Family) {
  const { chainId, now, limit, after, maker, lot: lotId, debtor, token } = question;
  const isAlive = sql<boolean>`(${q.deadline} >= ${now}::numeric and ${l.holder} = ${q.holder} and ${family.isOpenAt(now)})`;
  const conditions = [
    sql`${q.chainId} = ${chainId}`,
    sql`${q.family} = ${family.name}`,
    ...conditionsOn(isAlive, question, [
      [sql`${q.holder}`, maker],
      [sql`${q.lot}`, lotId],
      [sql`${family.debtor}`, debtor],
      [sql`${family.token}`, token],
    ]),
  ];
  const ofRequest = sql`${l.chainId} = ${q.chainId} and ${l.id} = ${q.lot}`;
  const [counted] = await db
    .select({ total: sql<number>`count(*)::integer` })
    .from(q)
    .innerJoin(l, ofRequest)
    .innerJoin(family.table, family.ofLot)
    .where(all(conditions));
  if (after !== undefined) {
    const [last = "", holder = ""] = after.key.split("0x");
    const place = sql`(${after.value}::numeric, ${last}::numeric, ${`0x${holder}`})`;
    conditions.push(sql`(${q.at}, ${q.lot}, ${q.holder}) < ${place}`);
  }
  const found = await db
    .select({
      lot: q.lot,
      holder: q.holder,
      deadline: q.deadline,
      at: q.at,
      isAlive,
      of: family.columnsAt(now),
      transaction: q.transaction,
    })
    .from(q)
    .innerJoin(l, ofRequest)
    .innerJoin(family.table, family.ofLot)
    .where(all(conditions))
    .orderBy(desc(q.at), desc(q.lot), desc(q.holder))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, (last) => ({ value: last.at, key: `${last.lot}${last.holder}` }));
  return { items: items.map(flat), total: counted?.total ?? 0, next };
}
