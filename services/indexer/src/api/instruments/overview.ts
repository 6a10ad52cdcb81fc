import { sql } from "ponder";
import type { Address } from "viem";
import { lot } from "../../../schema/lots.ts";
import { receivable } from "../../../schema/receivables.ts";
import { type Db, rowsOf } from "../search/sql.ts";
import type { OverviewQuestion } from "./question.ts";
import { collectableOnLot, isOwing, openOnLot } from "./sql.ts";
import { type Aged, ageOf, bucketsOf, held, ofAccount, owed, partiesOf } from "./sums.ts";

const r = receivable;
const l = lot;

/** Tokens that are told of on each side: those that most is in, so that nobody's dust hides what there is. */
const MAX_TOKENS = 100;
const PARTIES = 10;
const DAY = sql.raw("86400");

interface Answer {
  readonly token: Address | null;
  readonly totals: readonly object[];
  readonly held: readonly Aged[];
  readonly owed: readonly Aged[];
  readonly parties: readonly { readonly token: Address; readonly party: Address; readonly open: string }[];
  readonly partyCount: number;
  readonly days: readonly object[];
  readonly earlier: { readonly incoming: string; readonly outgoing: string };
}

/**
 * All that the page of a portfolio begins with, in one pass over an account's lots and one over its debts: sums and ages by
 * token, and of one token parties and days. They are summed up by due date first, which leaves few rows of many lots.
 */
export async function overview(db: Db, question: OverviewQuestion) {
  const { now, token, from, to } = question;
  const rows = (query: ReturnType<typeof sql>) =>
    sql`(select coalesce(json_agg(row_to_json(x)), '[]') from (${query}) x)`;
  const aged = (
    table: string,
    tokens: string,
  ) => sql`select token, ${ageOf(now)} as bucket, sum(count)::integer as count,
    sum(open)::text as open from ${sql.raw(table)} where is_owing and token in (select token from ${sql.raw(tokens)})
    group by 1, 2`;
  const within = sql`due_by >= ${from}::numeric and due_by < ${to}::numeric`;
  const [found] = await rowsOf<{ readonly answer: Answer }>(
    db,
    sql`with lots as materialized (
        select ${r.token} as token, ${r.debtor} as party, ${r.dueBy} as due_by, ${isOwing} as is_owing,
          count(*)::integer as count, sum(${l.units} * ${r.unit}) as face, sum(${openOnLot}) as open,
          sum(${collectableOnLot}) as collectable
        from ${held} where ${ofAccount("held", { ...question, token: undefined })} group by 1, 2, 3, 4),
      debts as materialized (
        select ${r.token} as token, ${r.dueBy} as due_by, true as is_owing, count(*)::integer as count,
          sum(${r.principal}) as open
        from ${owed} where ${ofAccount("owed", { ...question, token: undefined })} and ${isOwing} group by 1, 2),
      totals as materialized (
        select token, sum(count)::integer as lots, sum(face)::text as face, sum(open)::text as open,
          coalesce(sum(open) filter (where is_owing and due_by < ${now}::numeric), 0)::text as overdue,
          sum(collectable)::text as collectable
        from lots group by token order by 2 desc, token limit ${MAX_TOKENS}),
      owing as materialized (
        select token, sum(count) as debts from debts group by token order by 2 desc, token limit ${MAX_TOKENS}),
      chosen as materialized (select coalesce(
        (select token from (select token from totals union select token from owing) x where token = ${token ?? null}::text),
        (select token from totals order by lots desc, token limit 1),
        (select token from owing order by debts desc, token limit 1)) as token),
      parties as materialized (
        select token, party, sum(count)::integer as count, sum(open) as open, min(due_by)::text as "firstDue",
          coalesce(sum(open) filter (where due_by < ${now}::numeric), 0)::text as overdue
        from lots where is_owing and token = (select token from chosen) group by token, party),
      flows as materialized (
        select due_by, open as incoming, 0::numeric as outgoing from lots
          where is_owing and token = (select token from chosen)
        union all select due_by, 0, open from debts where token = (select token from chosen))
      select json_build_object(
        'token', (select token from chosen),
        'totals', ${rows(sql`select * from totals order by lots desc, token`)},
        'held', ${rows(aged("lots", "totals"))},
        'owed', ${rows(aged("debts", "owing"))},
        'parties', ${rows(sql`select token, party, count, open::text as open, overdue, "firstDue" from parties
          order by parties.open desc, party limit ${PARTIES + 1}`)},
        'partyCount', (select count(*)::integer from parties),
        'days', ${rows(sql`select (select token from chosen) as token, (div(due_by, ${DAY}) * ${DAY})::text as day,
          sum(incoming)::text as incoming, sum(outgoing)::text as outgoing from flows where ${within}
          group by div(due_by, ${DAY}) order by div(due_by, ${DAY})`)},
        'earlier', (select row_to_json(x) from (select coalesce(sum(incoming), 0)::text as incoming,
          coalesce(sum(outgoing), 0)::text as outgoing from flows where due_by < ${from}::numeric) x)) as answer`,
  );
  const {
    parties,
    partyCount,
    held: heldAges,
    owed: owedAges,
    ...rest
  } = (found as { readonly answer: Answer }).answer;
  return {
    ...rest,
    held: agesOf(heldAges),
    owed: agesOf(owedAges),
    exposure: { ...partiesOf(parties, PARTIES), total: partyCount },
  };
}

function agesOf(found: readonly Aged[]): readonly object[] {
  const tokens = [...new Set(found.map(({ token }) => token))].sort();
  return tokens.map((token) => ({ token, ...bucketsOf(found, token) }));
}
