import { sql } from "ponder";
import type { Address } from "viem";
import { bill } from "../../../schema/bills.ts";
import { pageOf } from "../place.ts";
import { type Db, rowsOf, type Sql } from "../search/sql.ts";
import type { AcceptorQuestion } from "./question.ts";
import { isAccepted, isInStatus, table } from "./sql.ts";

const b = bill;

/** An accepted bill has the day of an event only if it was dishonoured. */
const isDishonoured = sql`${b.eventDay} <> 0`;
const isPaid = isInStatus("paid");
const isOwed = sql`not ${isInStatus("paid", "discharged", "cancelled")}`;
const paid = sql`${b.paid} * ${b.units}`;

const tally = (name: string, where: Sql, sum: Sql): Sql =>
  sql`jsonb_build_object('count', count(*) filter (where ${where}),
    'sum', coalesce(sum(${sum}) filter (where ${where}), 0)::text) as ${sql.raw(`"${name}"`)}`;

interface Record {
  readonly token: Address;
  readonly total: number;
}

/**
 * How an acceptor has paid, by token: as `IAcceptors` counts, but of all bills that he accepted; and what is due from him
 * still, and late.
 */
export async function acceptor(db: Db, { chainId, now, acceptor: account, token, limit, after }: AcceptorQuestion) {
  const today = sql`${Math.floor(now / 86_400)}::integer`;
  const accepted = sql`${b.acceptedSum}`;
  const open = sql`greatest(${b.acceptedSum} - ${paid}, 0)`;
  const found = await rowsOf<Record>(
    db,
    sql`with records as materialized (
        select ${b.token} as token, ${sql.join(
          [
            tally("accepted", sql`true`, accepted),
            tally("onTime", sql`${isPaid} and not ${isDishonoured}`, accepted),
            tally("late", sql`${isPaid} and ${isDishonoured}`, accepted),
            tally("partPaid", sql`not ${isPaid} and ${b.paid} <> 0`, paid),
            tally("dishonoured", isDishonoured, accepted),
            tally("open", sql`${isOwed} and ${open} > 0`, open),
            tally("overdue", sql`${isOwed} and ${open} > 0 and ${b.dueDay} < ${today}`, open),
          ],
          sql`, `,
        )}
        from ${table("bill")} where ${b.chainId} = ${chainId} and ${b.drawee} = ${account} and ${isAccepted}
          ${token === undefined ? sql`` : sql`and ${b.token} = ${token}`} group by ${b.token})
      select *, (select count(*) from records)::integer as total from records
      ${after === undefined ? sql`` : sql`where token > ${after.key}`} order by token limit ${limit + 1}`,
  );
  const { items, next } = pageOf(found, limit, (last) => ({ value: 0n, key: last.token }));
  return { items: items.map(({ total: _, ...item }) => item), total: found[0]?.total ?? 0, next };
}
