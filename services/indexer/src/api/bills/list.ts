import { asc, desc, sql } from "ponder";
import { zeroAddress } from "viem";
import { bill } from "../../../schema/bills.ts";
import { pageOf } from "../place.ts";
import { all, type Db, list, type Sql } from "../search/sql.ts";
import { type BillQuestion, type BillRole, billRoles } from "./question.ts";
import { table } from "./sql.ts";

const b = bill;

/** Later than any day that a bill can be due on. */
const NEVER = sql.raw("16777216");
const dueDay = sql`case when ${b.dueDay} = 0 then ${NEVER} else ${b.dueDay} end`;

/** Whether an account has this part in a bill now. */
function hasRole({ chainId, party = zeroAddress }: BillQuestion, role: BillRole): Sql {
  if (role === "holder") {
    return sql`${b.root} in (select o.root from ${table("lot")} o where o.chain_id = ${chainId} and o.holder = ${party})`;
  }
  if (role !== "guarantor") return sql`${b[role]} = ${party}`;
  return sql`${b.id} in (select g.bill from ${table("bill_guarantee")} g
    where g.chain_id = ${chainId} and g.guarantor = ${party})`;
}

function conditionsOf(question: BillQuestion): Sql[] {
  const { chainId, id, party, roles, token, statuses, dueBefore } = question;
  const conditions = [sql`${b.chainId} = ${chainId}`];
  if (id !== undefined) conditions.push(sql`${b.id} = ${String(id)}::numeric`);
  if (party !== undefined) {
    const wanted = roles.length === 0 ? billRoles : roles;
    const any = wanted.map((role) => hasRole(question, role));
    conditions.push(sql`(${sql.join(any, sql` or `)})`);
  }
  if (token !== undefined) conditions.push(sql`${b.token} = ${token}`);
  if (statuses.length > 0) conditions.push(sql`${b.status}::text in (${list(statuses)})`);
  if (dueBefore !== undefined) conditions.push(sql`${b.dueDay} <> 0 and ${b.dueDay} < ${dueBefore}::integer`);
  return conditions;
}

const flag = (question: BillQuestion, role: BillRole): Sql =>
  question.party === undefined ? sql`false` : hasRole(question, role);

/** A page of bills, the newest first, or what is due first; of each, what the party that is asked for is of it. */
export async function listBills(db: Db, question: BillQuestion) {
  const { limit, after, sort } = question;
  const conditions = conditionsOf(question);
  const [counted] = await db.select({ total: sql<number>`count(*)::integer` }).from(b).where(all(conditions));
  const [by, way, beyond] = sort === "due" ? [dueDay, asc, sql`>`] : [sql`${b.openedAt}`, desc, sql`<`];
  if (after !== undefined) {
    conditions.push(sql`(${by}, ${b.id}) ${beyond} (${String(after.value)}::numeric, ${after.key}::numeric)`);
  }
  const found = await db
    .select({
      bill: b,
      place: sql<string>`(${by})::text`,
      drawer: sql<boolean>`${flag(question, "drawer")}`,
      drawee: sql<boolean>`${flag(question, "drawee")}`,
      payee: sql<boolean>`${flag(question, "payee")}`,
      holder: sql<boolean>`${flag(question, "holder")}`,
      guarantor: sql<boolean>`${flag(question, "guarantor")}`,
    })
    .from(b)
    .where(all(conditions))
    .orderBy(way(by), way(b.id))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, (last) => ({ value: BigInt(last.place), key: String(last.bill.id) }));
  return {
    items: items.map((each) => ({ ...each.bill, roles: billRoles.filter((role) => each[role]) })),
    total: counted?.total ?? 0,
    next,
  };
}
