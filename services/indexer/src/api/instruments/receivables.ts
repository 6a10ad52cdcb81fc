import { asc, desc, sql } from "ponder";
import { zeroHash } from "viem";
import { receivable } from "../../../schema/receivables.ts";
import { pageOf } from "../place.ts";
import { all, type Db, names, type Sql } from "../search/sql.ts";
import type { ReceivableQuestion } from "./question.ts";
import { interestAt, isDefaultAt, isInStatus, principalNow, statusAt } from "./sql.ts";

const r = receivable;

const table = sql.raw(`${names.tables}.receivable`);

/** A column of the receivable that is asked for: below, the same names mean those of the others of its order. */
const own = (column: string): Sql => sql.raw(`"receivable"."${column}"`);

/** What all receivables of a receivable's order come to, as `orderOf`; of no order: nothing. */
const orderUsed = sql<string>`case when ${r.order} = ${zeroHash} then '0' else (
  select coalesce(sum(o.face), 0)::text from ${table} o
  where o.chain_id = ${own("chain_id")} and o."order" = ${own("order")} and o.debtor = ${own("debtor")}
    and o.creditor = ${own("creditor")} and o.token = ${own("token")} and o.status <> 'void') end`;

const columnsAt = (now: number) => ({
  chainId: r.chainId,
  id: r.id,
  debtor: r.debtor,
  creditor: r.creditor,
  token: r.token,
  dueAt: r.dueAt,
  units: r.units,
  unit: r.unit,
  maxTier: r.maxTier,
  lateBps: r.lateBps,
  graceDays: r.graceDays,
  number: r.number,
  document: r.document,
  order: r.order,
  orderAmount: r.orderAmount,
  root: r.root,
  face: r.face,
  status: sql<string>`${statusAt(now)}`,
  isDefault: sql<boolean>`${isDefaultAt(now)}`,
  dueBy: r.dueBy,
  principal: sql<string>`(${principalNow})::text`,
  interest: sql<string>`(${interestAt(now)})::text`,
  hasBooks: r.hasBooks,
  openUnits: r.openUnits,
  uncollectedUnits: r.uncollectedUnits,
  keptPrincipal: r.principal,
  interestDays: r.interestDays,
  keptInterest: r.interest,
  pot: r.pot,
  perUnit: r.perUnit,
  paidPrincipal: r.paidPrincipal,
  paidInterest: r.paidInterest,
  creditedPrincipal: r.creditedPrincipal,
  collected: r.collected,
  orderUsed,
  streams: r.streams,
  registeredAt: r.registeredAt,
  confirmedAt: r.confirmedAt,
  disputedAt: r.disputedAt,
  reason: r.reason,
  withdrawnAt: r.withdrawnAt,
  paidAt: r.paidAt,
  isPaidLate: r.isPaidLate,
  defaultedAt: r.defaultedAt,
  tab: r.tab,
  statement: r.statement,
  transaction: r.transaction,
});

function conditionsOf(question: ReceivableQuestion): Sql[] {
  const { chainId, id, statuses, now } = question;
  const conditions = [sql`${r.chainId} = ${chainId}`];
  if (id !== undefined) conditions.push(sql`${r.id} = ${id}`);
  for (const name of ["debtor", "creditor", "token", "order", "number"] as const) {
    const wanted = question[name];
    if (wanted !== undefined) conditions.push(sql`${r[name]} = ${wanted}`);
  }
  if (statuses.length > 0) conditions.push(isInStatus(statuses, now));
  return conditions;
}

/** A page of receivables with what is owed on them: the newest first, or what is due first. */
export async function listReceivables(db: Db, question: ReceivableQuestion) {
  const { limit, after, now, sort } = question;
  const conditions = conditionsOf(question);
  const [counted] = await db.select({ total: sql<number>`count(*)::integer` }).from(r).where(all(conditions));
  const [by, way] = sort === "due" ? [r.dueBy, asc] : [r.registeredAt, desc];
  if (after !== undefined) {
    const beyond = sort === "due" ? sql`>` : sql`<`;
    conditions.push(sql`(${by}, ${r.id}) ${beyond} (${after.value}::numeric, ${after.key}::numeric)`);
  }
  const found = await db
    .select(columnsAt(now))
    .from(r)
    .where(all(conditions))
    .orderBy(way(by), way(r.id))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, ({ id, dueBy, registeredAt }) => ({
    value: sort === "due" ? dueBy : registeredAt,
    key: String(id),
  }));
  return { items: items.map(withBooks), total: counted?.total ?? 0, next };
}

interface KeptBooks {
  readonly openUnits: bigint;
  readonly uncollectedUnits: bigint;
  readonly keptPrincipal: bigint;
  readonly dueBy: bigint;
  readonly interestDays: number;
  readonly keptInterest: bigint;
  readonly pot: bigint;
  readonly perUnit: bigint;
}

/** A row with its books together, named as in `booksOf`. */
function withBooks<T extends KeptBooks>(row: T) {
  const { openUnits, uncollectedUnits, keptPrincipal, interestDays, keptInterest, pot, perUnit, ...rest } = row;
  const { dueBy: dueAt } = row;
  const kept = { principal: keptPrincipal, dueAt, interestDays, interest: keptInterest };
  return { ...rest, books: { openUnits, uncollectedUnits, ...kept, pot, perUnit } };
}
