import { sql } from "ponder";
import type { Address } from "viem";
import { lot } from "../../../schema/lots.ts";
import { receivable } from "../../../schema/receivables.ts";
import { pageOf } from "../place.ts";
import { all, type Db, names, rowsOf, type Sql } from "../search/sql.ts";
import type { CashflowQuestion, SumQuestion } from "./question.ts";
import { collectableOnLot, isLate, isOwing, ofLot, openOnLot } from "./sql.ts";

const r = receivable;
const l = lot;

// Sums over all that an account holds or owes: one pass over its rows, in the database. The tables have no alias, since
// their columns are written with the schema where Ponder has set it.

const table = (name: string): Sql => sql.raw(`${names.tables}.${name}`);
const held = sql`${table("lot")} join ${table("receivable")} on ${ofLot}`;

type Whose = Pick<SumQuestion, "chainId" | "account" | "token">;

function ofAccount(side: "held" | "owed", { chainId, account, token }: Whose): Sql {
  const conditions = side === "held" ? [sql`${l.chainId} = ${chainId}`, sql`${l.holder} = ${account}`] : [];
  if (side === "owed") conditions.push(sql`${r.chainId} = ${chainId}`, sql`${r.debtor} = ${account}`);
  if (token !== undefined) conditions.push(sql`${r.token} = ${token}`);
  return all(conditions);
}

/** Each open claim that an account holds, or each of its own debts: what is open, and whose it is. */
const claims = (side: "held" | "owed", whose: Whose): Sql =>
  side === "held"
    ? sql`select ${r.token} as token, ${r.debtor} as party, ${r.dueBy} as due_by, ${openOnLot} as open
        from ${held} where ${ofAccount(side, whose)} and ${isOwing}`
    : sql`select ${r.token} as token, ${r.creditor} as party, ${r.dueBy} as due_by, ${r.principal} as open
        from ${table("receivable")} where ${ofAccount(side, whose)} and ${isOwing}`;

interface Total {
  readonly token: Address;
  readonly lots: number;
  readonly total: number;
}

/** What an account's lots come to, by token; first those that most lots are in. */
export async function portfolio(db: Db, question: SumQuestion) {
  const { limit, after, now } = question;
  const rest =
    after === undefined
      ? sql``
      : sql`where lots < ${after.value}::bigint or (lots = ${after.value}::bigint and token > ${after.key})`;
  const found = await rowsOf<Total>(
    db,
    sql`with amounts as (
        select ${r.token} as token, ${l.units} * ${r.unit} as face, ${openOnLot} as open, ${isLate(now)} as is_late,
          ${collectableOnLot} as collectable
        from ${held} where ${ofAccount("held", question)}),
      sums as materialized (
        select token, count(*)::integer as lots, sum(face)::text as face, sum(open)::text as open,
          coalesce(sum(open) filter (where is_late), 0)::text as overdue, sum(collectable)::text as collectable
        from amounts group by token)
      select *, (select count(*) from sums)::integer as total from sums ${rest}
      order by lots desc, token limit ${limit + 1}`,
  );
  return answered(found, limit, ({ lots, token }) => ({ value: BigInt(lots), key: token }));
}

const buckets = {
  notDue: sql`days = 0`,
  days1To30: sql`days between 1 and 30`,
  days31To60: sql`days between 31 and 60`,
  days61To90: sql`days between 61 and 90`,
  over90: sql`days > 90`,
};

/** Open principal by days since it was due, by token. A day counts from its first second on. */
export async function ageing(db: Db, question: SumQuestion) {
  const { limit, after, now, side } = question;
  const sums = Object.entries(buckets).map(
    ([name, is]) => sql`json_build_object('count', count(*) filter (where ${is}),
      'open', coalesce(sum(open) filter (where ${is}), 0)::text) as "${sql.raw(name)}"`,
  );
  const found = await rowsOf<{ token: Address; total: number }>(
    db,
    sql`with aged as (
        select token, open, case when due_by >= ${now}::numeric then 0
          else div(${now}::numeric - due_by - 1, 86400) + 1 end as days
        from (${claims(side, question)}) c),
      sums as materialized (select token, ${sql.join(sums, sql`, `)} from aged group by token)
      select *, (select count(*) from sums)::integer as total from sums
      ${after === undefined ? sql`` : sql`where token > ${after.key}`} order by token limit ${limit + 1}`,
  );
  return answered(found, limit, ({ token }) => ({ value: 0n, key: token }));
}

interface Party {
  readonly token: Address;
  readonly party: Address;
  readonly open: string;
  readonly total: number;
}

const KEY = 42;

/** Open principal by who owes it, or whom it is owed to; by token, in each the greatest first. */
export async function exposure(db: Db, question: SumQuestion) {
  const { limit, after, now, side } = question;
  const [token, party] = [after?.key.slice(0, KEY), after?.key.slice(KEY)];
  const rest =
    after === undefined
      ? sql``
      : sql`where token > ${token} or (token = ${token} and (open < ${after.value}::numeric
          or (open = ${after.value}::numeric and party > ${party})))`;
  const found = await rowsOf<Party>(
    db,
    sql`with sums as materialized (
        select token, party, count(*)::integer as count, sum(open) as open, min(due_by)::text as "firstDue",
          coalesce(sum(open) filter (where due_by < ${now}::numeric), 0)::text as overdue
        from (${claims(side, question)}) c group by token, party)
      select token, party, count, open::text as open, overdue, "firstDue",
        (select count(*) from sums)::integer as total
      from sums ${rest} order by token, sums.open desc, party limit ${limit + 1}`,
  );
  return answered(found, limit, (last) => ({ value: BigInt(last.open), key: `${last.token}${last.party}` }));
}

interface Day {
  readonly token: Address;
  readonly day: string;
  readonly total: number;
}

const DAY = sql.raw("86400");
const MAX_TOKENS = 100;

/** What is due on each day, in and out, by token; and together what was due before the first. */
export async function cashflow(db: Db, question: CashflowQuestion) {
  const { limit, after, from, to } = question;
  const flows = sql`select token, due_by, open as incoming, 0::numeric as outgoing from (${claims("held", question)}) h
    union all select token, due_by, 0, open from (${claims("owed", question)}) o`;
  const rest =
    after === undefined
      ? sql``
      : sql`where day > ${after.value}::numeric or (day = ${after.value}::numeric and token > ${after.key})`;
  const found = await rowsOf<Day>(
    db,
    sql`with sums as materialized (
        select div(due_by, ${DAY}) * ${DAY} as day, token, sum(incoming)::text as incoming,
          sum(outgoing)::text as outgoing
        from (${flows}) f where due_by >= ${from}::numeric and due_by < ${to}::numeric group by 1, token)
      select day::text as day, token, incoming, outgoing, (select count(*) from sums)::integer as total
      from sums ${rest} order by sums.day, token limit ${limit + 1}`,
  );
  const earlier = await rowsOf<object>(
    db,
    sql`select token, sum(incoming)::text as incoming, sum(outgoing)::text as outgoing from (${flows}) f
      where due_by < ${from}::numeric group by token order by count(*) desc, token limit ${MAX_TOKENS}`,
  );
  const page = await answered(found, limit, ({ day, token }) => ({ value: BigInt(day), key: token }));
  return { ...page, earlier };
}

/** A page of sums, each of which says how many there are in all. */
function answered<T extends { readonly total: number }>(
  found: readonly T[],
  limit: number,
  placeAt: Parameters<typeof pageOf<T>>[2],
) {
  const { items, next } = pageOf(found, limit, placeAt);
  return { items: items.map(({ total: _, ...item }) => item), total: found[0]?.total ?? 0, next };
}
