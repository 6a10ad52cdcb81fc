import { desc, sql } from "ponder";
import { holdback } from "../../../schema/quotes.ts";
import { pageOf } from "../place.ts";
import { all, type Db } from "../search/sql.ts";
import type { HoldbackQuestion } from "./question.ts";

const h = holdback;

const DAY = sql.raw("86400");
const BPS_DAYS = sql.raw("3600000");

const daysUntil = (now: number) =>
  sql`greatest(div(${now}::numeric, ${DAY}) - div(coalesce(${h.settledAt}, ${h.startedAt}), ${DAY}), 0)`;

/** Interest and fee that are due to the financier, as `IHoldback.due`: by calendar days (UTC), rounded up. */
const chargesAt = (now: number) =>
  sql<string>`(${h.charges} + div(${h.principal} * ${h.rateBps} * ${daysUntil(now)} + ${BPS_DAYS} - 1, ${BPS_DAYS}))::text`;

/** A page of advances with what is due on them, the newest first. */
export async function listHoldbacks(db: Db, question: HoldbackQuestion) {
  const { chainId, now, limit, after } = question;
  const conditions = [sql`${h.chainId} = ${chainId}`];
  for (const name of ["holdback", "financier", "seller", "receivable", "lot"] as const) {
    const wanted = question[name];
    if (wanted !== undefined) conditions.push(sql`${h[name]} = ${wanted}`);
  }
  const [counted] = await db.select({ total: sql<number>`count(*)::integer` }).from(h).where(all(conditions));
  if (after !== undefined) {
    conditions.push(sql`(${h.startedAt}, ${h.holdback}) < (${after.value}::numeric, ${after.key})`);
  }
  const found = await db
    .select({
      holdback: h.holdback,
      lot: h.lot,
      receivable: h.receivable,
      token: h.token,
      financier: h.financier,
      seller: h.seller,
      advance: h.advance,
      fee: h.fee,
      rateBps: h.rateBps,
      startedAt: h.startedAt,
      toFinancier: h.toFinancier,
      toSeller: h.toSeller,
      principal: h.principal,
      charges: chargesAt(now),
      settledAt: h.settledAt,
      transaction: h.transaction,
    })
    .from(h)
    .where(all(conditions))
    .orderBy(desc(h.startedAt), desc(h.holdback))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, (last) => ({ value: last.startedAt, key: last.holdback }));
  return { items, total: counted?.total ?? 0, next };
}
