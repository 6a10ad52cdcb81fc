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
/** Lots with their receivables, and receivables alone. */
export const held = sql`${table("lot")} join ${table("receivable")} on ${ofLot}`;
export const owed = table("receivable");

type Whose = Pick<SumQuestion, "chainId" | "account" | "token">;

export function ofAccount(side: "held" | "owed", { chainId, account, token }: Whose): Sql {
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
        from ${owed} where ${ofAccount(side, whose)} and ${isOwing}`;

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

const BUCKETS = ["notDue", "days1To30", "days31To60", "days61To90", "over90"] as const;
/** Last days of all buckets but the last. */
const DAYS = [0, 30, 60, 90];

export interface Aged {
  readonly token: Address;
  readonly bucket: number;
  readonly count: number;
  readonly open: string;
}

/** Number of the bucket that a due date falls into. A day counts from its first second on. */
export function ageOf(now: number): Sql {
  const within = DAYS.map((days, i) => sql`when due_by >= ${now - days * 86_400}::numeric then ${sql.raw(String(i))}`);
  return sql`case ${sql.join(within, sql` `)} else 4 end`;
}

/** Open principal by days since it was due, by token. */
export async function ageing(db: Db, question: SumQuestion) {
  const { limit, after, now, side } = question;
  const found = await rowsOf<Aged & { readonly total: number }>(
    db,
    sql`with sums as materialized (
        select token, ${ageOf(now)} as bucket, count(*)::integer as count,
          sum(open)::text as open
        from (${claims(side, question)}) c group by 1, 2),
      tokens as materialized (select distinct token from sums),
      page as (select token from tokens ${after === undefined ? sql`` : sql`where token > ${after.key}`}
        order by token limit ${limit + 1})
      select sums.*, (select count(*) from tokens)::integer as total from page join sums on sums.token = page.token
      order by sums.token, bucket`,
  );
  const tokens = [...new Set(found.map(({ token }) => token))].map((token) => ({ token, total: found[0]?.total ?? 0 }));
  const { items, ...rest } = answered(tokens, limit, ({ token }) => ({ value: 0n, key: token }));
  return { items: items.map(({ token }) => ({ token, ...bucketsOf(found, token) })), ...rest };
}

export function bucketsOf(found: readonly Aged[], of: Address): Record<string, object> {
  const own = found.filter(({ token }) => token === of);
  return Object.fromEntries(
    BUCKETS.map((name, i) => {
      const { count = 0, open = "0" } = own.find(({ bucket }) => bucket === i) ?? {};
      return [name, { count, open }];
    }),
  );
}

interface Party {
  readonly token: Address;
  readonly party: Address;
  readonly open: string;
}

/** A page of parties of one more than was asked for. */
export const partiesOf = <P extends Party>(found: readonly P[], limit: number) =>
  pageOf(found, limit, (last) => ({ value: BigInt(last.open), key: `${last.token}${last.party}` }));

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
  const found = await rowsOf<Party & { readonly total: number }>(
    db,
    sql`with sums as materialized (
        select token, party, count(*)::integer as count, sum(open) as open, min(due_by)::text as "firstDue",
          coalesce(sum(open) filter (where due_by < ${now}::numeric), 0)::text as overdue
        from (${claims(side, question)}) c group by token, party)
      select token, party, count, open::text as open, overdue, "firstDue",
        (select count(*) from sums)::integer as total
      from sums ${rest} order by token, sums.open desc, party limit ${limit + 1}`,
  );
  const { items, next } = partiesOf(found, limit);
  return { items: items.map(({ total: _, ...item }) => item), total: found[0]?.total ?? 0, next };
}

interface Day {
  readonly token: Address;
  readonly day: string;
  readonly incoming: string;
  readonly outgoing: string;
  readonly total: number;
}

const DAY = sql.raw("86400");
const MAX_TOKENS = 100;

/** What is due on each day, in and out, by token; and together what was due before the first. */
export async function cashflow(db: Db, question: CashflowQuestion) {
  const { limit, after, from, to } = question;
  const rest =
    after === undefined
      ? sql``
      : sql`and (day > ${after.value}::numeric or (day = ${after.value}::numeric and token > ${after.key}))`;
  // Materialized, so that no bound of days gets in: by it PGlite would go through all lots for each receivable.
  const found = await rowsOf<Day>(
    db,
    sql`with flows as materialized (
        select token, due_by, open as incoming, 0::numeric as outgoing from (${claims("held", question)}) h
        union all select token, due_by, 0, open from (${claims("owed", question)}) o),
      sums as materialized (
        select case when due_by < ${from}::numeric then -1 else div(due_by, ${DAY}) * ${DAY} end as day, token,
          sum(incoming)::text as incoming, sum(outgoing)::text as outgoing
        from flows where due_by < ${to}::numeric group by 1, 2)
      (select day::text as day, token, incoming, outgoing, 0 as total from sums where day = -1
        order by token limit ${MAX_TOKENS})
      union all
      (select day::text, token, incoming, outgoing, (select count(*) from sums where day <> -1)::integer
        from sums where day <> -1 ${rest} order by sums.day, token limit ${limit + 1})`,
  );
  const days = found.filter(({ day }) => day !== "-1");
  const page = answered(days, limit, ({ day, token }) => ({ value: BigInt(day), key: token }));
  const earlier = found.filter(({ day }) => day === "-1");
  return { ...page, earlier: earlier.map(({ token, incoming, outgoing }) => ({ token, incoming, outgoing })) };
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
