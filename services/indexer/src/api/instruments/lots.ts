import { asc, desc, isNotNull, sql } from "ponder";
import type { Address } from "viem";
import { lot } from "../../../schema/lots.ts";
import { receivable } from "../../../schema/receivables.ts";
import type { BadQuestion } from "../parameters.ts";
import { pageOf } from "../place.ts";
import { all, type Db, list, names, rowsOf, type Sql } from "../search/sql.ts";
import type { ChainQuestion, LotQuestion } from "./question.ts";
import { collectableOnLot, dueOnLot, isDefaultAt, isInStatus, ofLot, openOnLot, statusAt } from "./sql.ts";

const r = receivable;
const l = lot;
const links = sql.raw(`${names.tables}.link`);
const lots = sql.raw(`${names.tables}.lot`);

const columnsAt = (now: number) => ({
  chainId: l.chainId,
  id: l.id,
  root: l.root,
  inner: l.inner,
  receivable: r.id,
  holder: l.holder,
  start: l.start,
  units: l.units,
  state: l.state,
  serial: l.serial,
  tier: l.tier,
  roll: l.roll,
  version: l.version,
  mark: l.mark,
  parent: l.parent,
  parentRoll: l.parentRoll,
  isWrittenOff: l.isWrittenOff,
  openedAt: l.openedAt,
  changedAt: l.changedAt,
  transaction: l.transaction,
  debtor: r.debtor,
  creditor: r.creditor,
  token: r.token,
  number: r.number,
  status: sql<string>`${statusAt(now)}`,
  isDefault: sql<boolean>`${isDefaultAt(now)}`,
  dueBy: r.dueBy,
  streams: r.streams,
  face: sql<string>`(${l.units} * ${r.unit})::text`,
  open: sql<string>`(${openOnLot})::text`,
  due: sql<string>`(${dueOnLot(now)})::text`,
  collectable: sql<string>`(${collectableOnLot})::text`,
});

function conditionsOf(question: LotQuestion): Sql[] {
  const { chainId, ids, holder, endorser, receivable: id, debtor, token, statuses, now } = question;
  const conditions = [sql`${l.chainId} = ${chainId}`, isNotNull(l.holder) as Sql];
  if (ids !== undefined) conditions.push(sql`${l.id} in (${list(ids.map(String))})`);
  if (holder !== undefined) conditions.push(sql`${l.holder} = ${holder}`);
  if (id !== undefined) conditions.push(sql`${l.receivable} = ${id}`);
  if (endorser !== undefined && id !== undefined) conditions.push(isEndorsedBy(endorser, { chainId, id }));
  if (debtor !== undefined) conditions.push(sql`${r.debtor} = ${debtor}`);
  if (token !== undefined) conditions.push(sql`${r.token} = ${token}`);
  if (statuses.length > 0) conditions.push(isInStatus(statuses, now));
  return conditions;
}

/** Held by another, by a chain that goes on from a link that this account gave with recourse. */
function isEndorsedBy(endorser: Address, of: { readonly chainId: number; readonly id: bigint }): Sql {
  const isOf = sql`k.chain_id = ${of.chainId} and k.receivable = ${String(of.id)}::numeric`;
  return sql`(${l.holder} <> ${endorser} and ${l.roll} in (with recursive reached as (
      select k.roll from ${links} k where ${isOf} and k."from" = ${endorser} and k.kind::text = 'withRecourse'
      union select k.roll from ${links} k join reached on k.before = reached.roll where ${isOf})
    select roll from reached))`;
}

/** What lists of lots are ordered by, and which way. */
const orders = {
  due: [sql`${r.dueBy}`, asc, sql`>`],
  open: [openOnLot, desc, sql`<`],
  newest: [sql`${l.openedAt}`, desc, sql`<`],
  units: [sql`${l.start}`, asc, sql`>`],
} as const;

/** A page of lots with what is open on them and can be collected. Those that are no more are left out. */
export async function listLots(db: Db, question: LotQuestion) {
  const { limit, after, now, sort } = question;
  const conditions = conditionsOf(question);
  const [counted] = await db
    .select({ total: sql<number>`count(*)::integer` })
    .from(l)
    .innerJoin(r, ofLot)
    .where(all(conditions));
  const [by, way, beyond] = orders[sort];
  if (after !== undefined) {
    conditions.push(sql`(${by}, ${l.id}) ${beyond} (${after.value}::numeric, ${after.key}::numeric)`);
  }
  const found = await db
    .select(columnsAt(now))
    .from(l)
    .innerJoin(r, ofLot)
    .where(all(conditions))
    .orderBy(way(by), way(l.id))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, ({ id, dueBy, open, openedAt, start }) => {
    const values = { due: dueBy, open: BigInt(open), newest: openedAt, units: start };
    return { value: values[sort], key: String(id) };
  });
  return { items, total: counted?.total ?? 0, next };
}

const MAX_LINKS = 10_000;

interface ChainLink {
  readonly receivable: string;
  readonly lot: string;
  readonly time: string;
  readonly start: string;
  readonly units: string;
}

/** The links of a lot's chain, from the root on. */
export async function chain(db: Db, { chainId, lot: id }: ChainQuestion): Promise<object | BadQuestion> {
  // By one link a step: two parts that were taken up together have one roll.
  const newest = (roll: Sql): Sql => sql`lateral (select * from ${links} k
    where k.chain_id = ${chainId} and k.roll = ${roll} limit 1)`;
  const found = await rowsOf<ChainLink>(
    db,
    sql`with recursive walk as (
        select k.*, 1 as depth from ${lots} o cross join ${newest(sql`o.roll`)} k
          where o.chain_id = ${chainId} and o.id = ${id}::numeric and o.receivable is not null
        union all
        select k.*, w.depth + 1 from walk w cross join ${newest(sql`w.before`)} k where w.depth <= ${MAX_LINKS})
      select receivable::text as receivable, lot::text as lot, before, roll, "from", "to", kind::text as kind,
        time::text as time, start::text as start, units::text as units, transaction from walk order by depth desc`,
  );
  if (found.length <= MAX_LINKS) return { items: found };
  return { code: "bad-question", message: `The lot's chain has more than ${MAX_LINKS} links.` };
}
