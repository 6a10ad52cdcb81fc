import { sql } from "ponder";
import type { Address } from "viem";
import { pageOf } from "../place.ts";
import { type Db, names, rowsOf } from "../search/sql.ts";
import type { DebtorQuestion } from "./question.ts";

const records = sql.raw(`${names.tables}.debtor_record`);
const limits = sql.raw(`${names.tables}.debtor_limit`);

/** As the contract has it: the same as none. */
const UNLIMITED = sql.raw("79228162514264337593543950335");

const sums = ["outstanding", "confirmed_sum", "on_time_sum", "late_sum", "defaulted_sum", "written_off_sum"];
const counts = ["confirmed_count", "on_time_count", "late_count", "defaulted_count", "written_off_count"];
const camel = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const columns = sql.raw(
  [
    ...sums.map((name) => `coalesce(record.${name}, 0)::text as "${camel(name)}"`),
    ...counts.map((name) => `coalesce(record.${name}, 0) as "${camel(name)}"`),
  ].join(", "),
);

/** A debtor's record and limits, by token: those that he ever confirmed in, or that he was limited in. */
export async function debtors(db: Db, { chainId, debtor, token, limit, after }: DebtorQuestion) {
  const only = token === undefined ? sql`` : sql`and token = ${token}`;
  const own = sql`chain_id = ${chainId} and debtor = ${debtor} ${only}`;
  const found = await rowsOf<{ token: Address; total: number }>(
    db,
    sql`with tokens as materialized (select token from ${records} where ${own} union select token from ${limits} where ${own}),
      lines as (select token, bank, "limit", cap,
        least(case when bank is null then ${UNLIMITED} else "limit" end, coalesce(cap, ${UNLIMITED})) as allowed
        from ${limits} where ${own})
      select ${debtor} as debtor, tokens.token, ${columns}, line.bank, coalesce(line."limit", 0)::text as "limit",
        line.cap::text as cap, (select count(*) from tokens)::integer as total,
        case when line.allowed < ${UNLIMITED}
          then greatest(line.allowed - coalesce(record.outstanding, 0), 0)::text end as room
      from tokens left join lines line on line.token = tokens.token
        left join ${records} record on record.chain_id = ${chainId} and record.debtor = ${debtor}
          and record.token = tokens.token
      ${after === undefined ? sql`` : sql`where tokens.token > ${after.key}`}
      order by tokens.token limit ${limit + 1}`,
  );
  const { items, next } = pageOf(found, limit, (last) => ({ value: 0n, key: last.token }));
  return { items: items.map(({ total: _, ...item }) => item), total: found[0]?.total ?? 0, next };
}
