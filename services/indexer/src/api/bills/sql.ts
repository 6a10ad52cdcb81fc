import { sql } from "ponder";
import { ruleSet } from "../../../schema/billActs.ts";
import { bill } from "../../../schema/bills.ts";
import { lot } from "../../../schema/lots.ts";
import { names, type Sql } from "../search/sql.ts";

// What bills and their lots are on a day, as contracts/instruments/Bills*.sol have it. The tables have no alias, since their
// columns are written with the schema where Ponder has set it.

const b = bill;
const l = lot;
const s = ruleSet;

export const table = (name: string): Sql => sql.raw(`${names.tables}.${name}`);

const DAY = sql.raw("86400");
const bit = (column: Sql, mask: number): Sql => sql`(${column} & ${sql.raw(String(mask))} <> 0)`;

export const isAccepted = bit(sql`${b.flags}`, 1);
export const isDelivered = bit(sql`${b.flags}`, 4);
const wasRefused = bit(sql`${b.flags}`, 16);
const isWithoutRest = bit(sql`${b.flags}`, 32);
export const isNotToOrder = bit(sql`${b.clauses}`, 1);
export const needsNoProtest = bit(sql`${b.clauses}`, 2);
export const isNotPresented = bit(sql`${b.clauses}`, 4);
export const isStopped = bit(sql`${l.state}`, 8);

export const isAtSight = sql`(${b.tenor} = 0)`;
export const isAfterSight = sql`(${b.tenor} = 1)`;

export const isInStatus = (...statuses: readonly (typeof b.status.enumValues)[number][]): Sql =>
  sql`${b.status}::text in (${sql.join(
    statuses.map((each) => sql`${each}`),
    sql`, `,
  )})`;

/** Presented for payment, and neither paid nor dishonoured. */
export const isShown = sql`(${isInStatus("presented")} or (${isInStatus("partPaid")} and ${b.windowDay} <> 0))`;

/** Bills with their laws. */
export const billsWithRules = sql`${table("bill")} join ${table("rule_set")}
  on ${s.chainId} = ${b.chainId} and ${s.id} = ${b.rules}`;

/** Lots with their bills and these bills' laws. */
export const lotsOfBills = sql`${table("lot")} join ${billsWithRules} on ${b.chainId} = ${l.chainId} and ${b.root} = ${l.root}`;

const protestDay = sql`div(${b.protestedAt}, ${DAY})::integer`;
const takenDay = sql`div(${l.takenUpAt}, ${DAY})::integer`;

/** Last day to present a bill for acceptance where recourse depends on it (`Presentment.lastDay`); zero: it does not. */
const presentDay = sql`case when ${isAfterSight} then
  least(case when ${b.presentBy} = 0 then ${b.drawnOn} + ${s.sightDays} else ${b.presentBy} end, ${b.drawnOn} + ${s.sightDays})
  else ${b.presentBy} end`;

/** As `Presentment.isTimely`. */
const wasSeen = sql`(${presentDay} = 0 or case
  when ${wasRefused} then ${b.windowDay} <> 0 or ${b.eventDay} <= ${presentDay}
  when ${isAccepted} then not ${isAfterSight} or ${b.dueDay} <= ${presentDay} + ${s.acceptanceDays} + ${b.term}
  else false end)`;

/** Whether prior parties answer for it: as `BillsClaims._requireOpen`. */
export const isInRecourse = sql`((${isInStatus("protested")}
  or (${needsNoProtest} and ${isInStatus("refusedAcceptance", "dishonoured")})) and ${wasSeen})`;

/** Day on which it was shown that the bill was not accepted or paid; who took the lot up, learnt it then. */
const shownDay = sql`coalesce(${takenDay}, case when ${b.protestedAt} = 0 then ${b.eventDay} else ${protestDay} end)`;

/** Last day of a notice that is timely. */
export const noticeDay = sql`(${shownDay} + ${s.noticeDays})`;

/** Last day on which prior parties answer to the lot's holder (`BillsClaims._barOf`). */
export const barDay = sql`coalesce(${takenDay} + ${s.endorserDays},
  case when ${b.protestedAt} = 0 then ${b.dueDay} else ${protestDay} end + ${s.priorDays})`;

/** Last day to protest what was refused or dishonoured on a day. */
export const protestDayAfter = (eventDay: Sql, dueDay: Sql): Sql =>
  sql`greatest(${eventDay} + ${s.protestDays}, ${dueDay})`;

/** Last second of an endorsement that is one, and not a mere assignment (ULB 20). */
export const lastEndorsement = sql`case when ${b.protestedAt} <> 0 then ${b.protestedAt}
  else (${protestDayAfter(sql`${b.eventDay}`, sql`case when ${isInStatus("refusedAcceptance")} then ${b.dueDay} else 0 end`)}
    + 1) * ${DAY} - 1 end`;

/** Principal that is open on one unit. */
const openOnUnit = sql`(case when ${isWithoutRest} then div(${b.acceptedSum}, ${b.units}) else ${b.unit} end - ${b.paid})`;

/** Principal that is open on a lot. */
export const openOnLot = sql`(${openOnUnit} * ${l.units})`;

/** What its drawee has still to pay of the principal: all, or what he accepted. */
export const openToDrawee = sql`(case when ${isAccepted} then ${b.acceptedSum} else ${b.sum} end - ${b.paid} * ${b.units})`;

const isLive = sql`not ${isInStatus("none", "paid", "discharged", "cancelled")}`;
const isRefused = isInStatus("refusedAcceptance", "dishonoured", "protested");

/** Last second at which it is paid in time; zero: not known yet. */
export const dueBy = sql`(case when ${b.dueDay} = 0 then 0 else (${b.dueDay} + 1) * ${DAY}::numeric - 1 end)`;

/** Principal on a lot that is promised and not paid: as `BillClaims.claimOf`. */
export const promisedOnLot = sql`(case when ${isAccepted} and ${isLive}
  then greatest(div(${b.acceptedSum}, ${b.units}) - ${b.paid}, 0) * ${l.units} else 0 end)`;
export const isOwing = sql`(${promisedOnLot} > 0)`;

/** Whether the acceptor has promised to pay, and nothing is wrong so far. */
export const isPromisedAt = (now: number): Sql =>
  sql`(${isOwing} and not ${isRefused} and ${dueBy} >= ${now}::numeric)`;

/** What a lot's units are worth: of an accepted bill what was accepted, else its sum. */
export const faceOfLot = sql`(case when ${isAccepted} then div(${b.acceptedSum}, ${b.units}) else ${b.unit} end * ${l.units})`;

/** Lots and bills. */
export const ofLot = sql`${b.chainId} = ${l.chainId} and ${b.root} = ${l.root}`;
/** Handed on by their holder in `Lots`. */
export const isMovable = bit(sql`${l.state}`, 128);

/** What `collect` would send. */
export const collectableOnLot = sql`((${b.paid} + div(${b.interest}, ${b.units}) - ${l.mark}) * ${l.units})`;
