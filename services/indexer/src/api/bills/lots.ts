import { asc, isNotNull, sql } from "ponder";
import { bill } from "../../../schema/bills.ts";
import { lot } from "../../../schema/lots.ts";
import { pageOf } from "../place.ts";
import { all, type Db, list, type Sql } from "../search/sql.ts";
import type { BillLotQuestion } from "./question.ts";
import { withBills } from "./rows.ts";
import { collectableOnLot, dueBy, faceOfLot, isMovable, isOwing, isPromisedAt, ofLot, promisedOnLot } from "./sql.ts";

const b = bill;
const l = lot;

function conditionsOf({ chainId, ids, holder, bill: id, isSaleable, now }: BillLotQuestion): Sql[] {
  const conditions = [sql`${l.chainId} = ${chainId}`, isNotNull(l.holder) as Sql];
  if (ids !== undefined) conditions.push(sql`${l.id} in (${list(ids.map(String))})`);
  if (holder !== undefined) conditions.push(sql`${l.holder} = ${holder}`);
  if (id !== undefined) conditions.push(sql`${b.id} = ${String(id)}::numeric`);
  if (isSaleable) conditions.push(isPromisedAt(now), isMovable);
  return conditions;
}

const place = sql<string>`(case when ${b.dueDay} = 0 then 16777216 else ${b.dueDay} end)::text`;

/** A page of lots of bills with what is promised and open on them and can be collected: what is due first, first. */
export async function listBillLots(db: Db, question: BillLotQuestion) {
  const { chainId, now, limit, after } = question;
  const conditions = conditionsOf(question);
  const [counted] = await db
    .select({ total: sql<number>`count(*)::integer` })
    .from(l)
    .innerJoin(b, ofLot)
    .where(all(conditions));
  const order = sql`${place}::numeric`;
  if (after !== undefined) {
    conditions.push(sql`(${order}, ${l.id}) > (${String(after.value)}::numeric, ${after.key}::numeric)`);
  }
  const found = await db
    .select({
      id: l.id,
      inner: l.inner,
      holder: l.holder,
      principal: l.principal,
      version: l.version,
      start: l.start,
      units: l.units,
      state: l.state,
      serial: l.serial,
      billId: sql<string>`${b.id}::text`,
      face: sql<string>`${faceOfLot}::text`,
      open: sql<string>`${promisedOnLot}::text`,
      collectable: sql<string>`${collectableOnLot}::text`,
      isPromised: sql<boolean>`${isPromisedAt(now)}`,
      isLate: sql<boolean>`(${isOwing} and not ${isPromisedAt(now)})`,
      dueBy: sql<string>`${dueBy}::text`,
      changedAt: l.changedAt,
      place,
    })
    .from(l)
    .innerJoin(b, ofLot)
    .where(all(conditions))
    .orderBy(asc(order), asc(l.id))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, (last) => ({ value: BigInt(last.place), key: String(last.id) }));
  const lots = items.map(({ place: _, ...item }) => item);
  return { items: await withBills(db, chainId, lots), total: counted?.total ?? 0, next };
}
