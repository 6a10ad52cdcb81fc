import { sql } from "ponder";
import { lot } from "../../../schema/lots.ts";
import type { quoteAsk } from "../../../schema/quotes.ts";
import { receivable } from "../../../schema/receivables.ts";
import { list, type Sql } from "../search/sql.ts";
import type { StatusNow } from "./question.ts";

// What receivables and lots are at a second, as contracts/instruments/ReceivablesBooks.sol reckons: quotients rounded down,
// in whole numbers. `r` and `l` are the tables.

const r = receivable;
const l = lot;

const DAY = sql.raw("86400");
/** From the due date until the debtor is said to be in default (`DEFAULT_AFTER`). */
const DEFAULT_AFTER = sql.raw("7776000");
/** Whole days that interest runs at most (`MAX_INTEREST_DAYS`). */
const MAX_INTEREST_DAYS = sql.raw("720");
/** Basis points a year, actual/360, in one. */
const BPS_DAYS = sql.raw("3600000");
const TWO_TO_64 = sql.raw("18446744073709551616");

/** Confirmed, and not paid in full. */
export const isOwing = sql`${r.status} in ('confirmed', 'partPaid', 'defaulted')`;
const canBeLate = sql`${r.status} in ('confirmed', 'partPaid')`;

/** Confirmed or paid in part, and not overdue. */
export const isOpenAt = (now: number): Sql => sql`(${canBeLate} and ${r.dueBy} >= ${now}::numeric)`;

/** Whether rate and fee leave a price until then, as `Discount.isSound`. */
export const isSoundAt = (
  now: number,
  dueBy: Sql,
  { rateBps, feeBps }: Pick<typeof quoteAsk, "rateBps" | "feeBps">,
): Sql => sql`(greatest(div(${dueBy}, ${DAY}) - div(${now}::numeric, ${DAY}), 0) * ${rateBps} < ${BPS_DAYS}
  and ${feeBps} <= 10000)`;

export const isLate = (now: number): Sql => sql`(${isOwing} and ${r.dueBy} < ${now}::numeric)`;

/** As `statusOf`. */
export const statusAt = (now: number): Sql =>
  sql`case when ${canBeLate} and ${r.dueBy} < ${now}::numeric then 'overdue' else ${r.status}::text end`;

export const isInStatus = (statuses: readonly StatusNow[], now: number): Sql =>
  sql`${statusAt(now)} in (${list(statuses)})`;

/** Whether a default is recorded, or anyone may record it. */
export const isDefaultAt = (now: number): Sql =>
  sql`(${r.status} = 'defaulted' or (${canBeLate} and ${r.dueBy} + ${DEFAULT_AFTER} <= ${now}::numeric))`;

/** As `dueOf`. */
export const principalNow = sql`case when ${isOwing} then ${r.principal} else 0 end`;

const interestDaysAt = (now: number): Sql => sql`greatest(${r.interestDays}::numeric, least(${MAX_INTEREST_DAYS},
  div(${now}::numeric - ${r.dueBy} - ${r.graceDays} * ${DAY}, ${DAY})))`;

/** As `dueOf`. */
export const interestAt = (now: number): Sql => sql`case when ${isOwing} then ${r.interest} +
  div(${r.principal} * ${r.lateBps} * (${interestDaysAt(now)} - ${r.interestDays}), ${BPS_DAYS}) else 0 end`;

/** Principal that is open on a lot. */
export const openOnLot = sql`case when ${isOwing} then div(${r.principal} * ${l.units}, ${r.openUnits}) else 0 end`;

/** Principal and interest that are open on a lot, rounded up: what is demanded, and paid by who takes it up. */
export const dueOnLot = (now: number): Sql => sql`case when ${isOwing} then
  div((${r.principal} + ${interestAt(now)}) * ${l.units} + ${r.openUnits} - 1, ${r.openUnits}) else 0 end`;

/** As `collectable`. */
export const collectableOnLot = sql`case when ${r.status} = 'paid' and ${l.units} = ${r.uncollectedUnits} then ${r.pot}
  when ${r.perUnit} = ${l.mark} then 0
  else div(${l.units} * (${r.perUnit} - ${l.mark}), ${TWO_TO_64}) end`;

/** Lots with their receivables. */
export const ofLot = sql`${r.chainId} = ${l.chainId} and ${r.id} = ${l.receivable}`;
