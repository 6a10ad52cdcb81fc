import { inArray, sql } from "ponder";
import type { Address } from "viem";
import { billDemand, billNotice, billStop, ruleSet } from "../../../schema/billActs.ts";
import { bill } from "../../../schema/bills.ts";
import { lot } from "../../../schema/lots.ts";
import { pageOf } from "../place.ts";
import { all, type Db, rowsOf, type Sql } from "../search/sql.ts";
import type { InboxQuestion } from "./question.ts";
import { withBills } from "./rows.ts";
import {
  barDay,
  billsWithRules,
  collectableOnLot,
  isAccepted,
  isAfterSight,
  isAtSight,
  isDelivered,
  isInRecourse,
  isInStatus,
  isNotPresented,
  isNotToOrder,
  isShown,
  isStopped,
  lastEndorsement,
  lotsOfBills,
  needsNoProtest,
  noticeDay,
  openOnLot,
  openToDrawee,
  protestDayAfter,
  table,
} from "./sql.ts";

const b = bill;
const l = lot;
const s = ruleSet;
const n = billNotice;
const d = billDemand;
const o = billStop;

/** Days after a stop order's last one in which its claimant may replace the lot (`BillsStops.GRACE`). */
const GRACE = sql.raw("60");
const NONE = sql`null::integer`;

interface Task {
  readonly kind: string;
  /** Tables that it is found in, and what must be true of them. */
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** Last day of it. */
  readonly lastDay: Sql;
  readonly amount: Sql;
  /** Whether it stays to be done after its last day. */
  readonly outlives?: true;
  readonly claimant?: Sql;
}

const isYoung = isInStatus("drawn", "accepted", "partAccepted");
const isUnseen = sql`(${isYoung} or (${isInStatus("partPaid")} and ${b.windowDay} = 0))`;
const isDue = (today: Sql): Sql => sql`(${b.dueDay} <> 0 and ${b.dueDay} <= ${today})`;
const due = sql`nullif(${b.dueDay}, 0)`;

/** What is asked of who is named on a face. */
function ofFace(account: Address, today: Sql): Task[] {
  const from = billsWithRules;
  const isDrawee = sql`${b.drawee} = ${account}`;
  const isOwing = sql`(${isShown} or (${isAccepted} and ${isDue(today)}
    and ${isInStatus("accepted", "partAccepted", "partPaid", "dishonoured", "protested")}
    and ${today} <= ${b.dueDay} + ${s.acceptorDays}))`;
  return [
    {
      ...{ kind: "receive", from, lastDay: due, amount: sql`${b.sum}` },
      where: [sql`${b.payee} = ${account}`, sql`not ${isDelivered}`, isYoung],
    },
    {
      ...{ kind: "accept", from, lastDay: sql`least(${b.windowDay}, ${due})`, amount: sql`${b.sum}` },
      where: [isDrawee, isInStatus("drawn"), sql`${b.windowDay} <> 0`],
    },
    {
      ...{ kind: "pay", from, outlives: true, amount: openToDrawee },
      lastDay: sql`case when ${isShown} then ${b.windowDay} else ${b.dueDay} end`,
      where: [isDrawee, isDelivered, isOwing, sql`${openToDrawee} > 0`],
    },
  ];
}

/** What prior parties are told and asked by a lot's holder, as long as they answer. */
function ofPriorParty(account: Address, chainId: number): Task[] {
  const of = (asked: "bill_notice" | "bill_demand"): Sql => {
    const a = asked === "bill_notice" ? n : d;
    return sql`${table(asked)} join ${lotsOfBills} on ${l.chainId} = ${a.chainId} and ${l.id} = ${a.lot}
      and ${l.holder} = ${a.holder}`;
  };
  const links = table("link");
  const isOf = sql`k.chain_id = ${chainId} and k.root = ${l.root}`;
  // Whoever gave a link that binds him, from which the lot's chain goes on.
  const isEndorser = sql`(not ${isNotToOrder} and ${l.roll} in (with recursive reached as (
      select k.roll from ${links} k where ${isOf} and k."from" = ${account} and k.time <= ${lastEndorsement}
        and (k.kind::text in ('withRecourse', 'inBlank') or (k.kind::text = 'noFurther' and k."to" = ${l.holder}))
      union select k.roll from ${links} k join reached on k.before = reached.roll where ${isOf})
    select roll from reached))`;
  const isGuarantor = sql`exists (select from ${table("bill_guarantee")} g
    where g.chain_id = ${chainId} and g.bill = ${b.id} and g.guarantor = ${account})`;
  const isDemanded = sql`exists (select from ${table("bill_demand")} e where e.chain_id = ${chainId}
    and e.lot = ${l.id} and e.party = ${account} and e.holder = ${l.holder})`;
  const isAnswering = sql`(${b.drawer} = ${account} or ${isGuarantor} or ${isEndorser})`;
  return [
    {
      ...{ kind: "demand", from: of("bill_demand"), lastDay: barDay, amount: sql`${d.amount}` },
      ...{ claimant: sql`${l.holder}`, where: [sql`${d.party} = ${account}`, isInRecourse] },
    },
    {
      ...{ kind: "notice", from: of("bill_notice"), lastDay: barDay, amount: openOnLot, claimant: sql`${l.holder}` },
      where: [sql`${l.holder} <> ${account}`, isInRecourse, sql`not ${isDemanded}`, isAnswering],
    },
  ];
}

/** What a lot's holder must do lest he loses rights, or may do now. */
function ofHolder(account: Address, today: Sql, chainId: number): Task[] {
  const from = lotsOfBills;
  const amount = openOnLot;
  const isHis = [sql`${l.holder} = ${account}`, isDelivered];
  const isNoted = sql`exists (select from ${table("bill_notice")} g where g.chain_id = ${chainId}
    and g.lot = ${l.id} and g.holder = ${account})`;
  const dueAfterLapse = sql`case when ${isAfterSight} then ${b.windowDay} + ${b.term} else ${b.dueDay} end`;
  const unlessWaived = (day: Sql): Sql => sql`case when ${needsNoProtest} then null else ${day} end`;
  const refusedDue = sql`case when ${isInStatus("refusedAcceptance")} then ${b.dueDay} else 0 end`;
  const paymentDay = sql`case when ${isAtSight} then ${b.drawnOn} + ${s.sightDays}
    else ${b.dueDay} + ${s.presentmentDays} end`;
  return [
    {
      ...{ kind: "presentForAcceptance", from, amount },
      lastDay: sql`least(nullif(${b.presentBy}, 0), coalesce(${due}, ${b.drawnOn} + ${s.sightDays}))`,
      where: [
        ...isHis,
        ...[isInStatus("drawn"), sql`${b.windowDay} = 0`, sql`not ${isNotPresented}`, sql`not ${isAtSight}`],
        // Of others it costs no right to leave it.
        sql`(${isAfterSight} or ${b.presentBy} <> 0)`,
      ],
    },
    {
      ...{ kind: "lapse", from, amount },
      lastDay: unlessWaived(protestDayAfter(sql`${b.windowDay}`, dueAfterLapse)),
      where: [...isHis, isInStatus("drawn"), sql`${b.windowDay} <> 0`, sql`${b.windowDay} < ${today}`],
    },
    {
      ...{ kind: "presentForPayment", from, amount, lastDay: paymentDay },
      where: [...isHis, isUnseen, sql`(${isAtSight} or ${isDue(today)})`],
    },
    {
      ...{ kind: "dishonour", from, amount },
      lastDay: unlessWaived(sql`${b.windowDay} + ${s.protestDays}`),
      where: [...isHis, isShown, sql`${b.windowDay} < ${today}`],
    },
    {
      ...{ kind: "protest", from, amount, lastDay: protestDayAfter(sql`${b.eventDay}`, refusedDue) },
      where: [...isHis, isInStatus("refusedAcceptance", "dishonoured"), sql`not ${needsNoProtest}`],
    },
    {
      ...{ kind: "notify", from, amount, lastDay: noticeDay },
      where: [...isHis, isInRecourse, sql`not ${isNoted}`],
    },
    {
      ...{ kind: "claim", from, amount, lastDay: barDay },
      where: [
        ...[...isHis, isInRecourse, sql`${openOnLot} > 0`, sql`${b.drawer} <> ${account}`],
        // Nobody answers to the acceptor.
        sql`not (${isAccepted} and ${b.drawee} = ${account})`,
      ],
    },
    {
      ...{ kind: "collect", from, amount: collectableOnLot, lastDay: NONE },
      where: [...isHis, sql`not ${isStopped}`, sql`${collectableOnLot} > 0`],
    },
  ];
}

/** What follows from stop orders: for the holder, and for who says that the lot is his. */
function ofStops(account: Address, today: Sql): Task[] {
  const from = sql`${table("bill_stop")} join ${lotsOfBills} on ${l.chainId} = ${o.chainId} and ${l.id} = ${o.lot}`;
  return [
    {
      ...{ kind: "object", from, amount: openOnLot, lastDay: sql`${o.lastDay}`, claimant: sql`${o.claimant}` },
      where: [sql`${l.holder} = ${account}`, sql`${o.status}::text = 'stopped'`],
    },
    {
      ...{ kind: "replace", from, amount: openOnLot, lastDay: sql`${o.lastDay} + ${GRACE}` },
      where: [
        sql`${o.claimant} = ${account}`,
        sql`${o.status}::text in ('stopped', 'dismissed')`,
        sql`${o.lastDay} < ${today}`,
      ],
    },
  ];
}

const isOfFace = (kind: string): boolean => ["receive", "accept", "pay"].includes(kind);

function asked({ kind, from, where, lastDay, amount, outlives, claimant = sql`null` }: Task, question: Asked): Sql {
  const { chainId, today } = question;
  const inTime = outlives ? [] : [sql`coalesce(${lastDay} >= ${today}, true)`];
  const lotId = isOfFace(kind) ? sql`null::numeric` : sql`${l.id}`;
  return sql`select ${kind}::text as kind, ${b.id} as bill, ${lotId} as lot, (${lastDay})::integer as last_day,
    ${claimant}::text as claimant, ${amount} as amount
    from ${from} where ${all([sql`${b.chainId} = ${chainId}`, ...where, ...inTime])}`;
}

interface Asked {
  readonly chainId: number;
  readonly today: Sql;
}

interface Found {
  readonly kind: string;
  readonly billId: string;
  readonly lot: string | null;
  readonly lastDay: number | null;
  readonly isOver: boolean;
  readonly claimant: Address | null;
  readonly amount: string;
  readonly place: string;
  readonly key: string;
  readonly total: number;
}

/** After all that has a last day. */
const NEVER = sql.raw("16777216");

/** A page of what is asked of an account on a day, or what it must do lest it loses rights: the most urgent first. */
export async function inbox(db: Db, { chainId, now, account, limit, after }: InboxQuestion) {
  const today = sql`${Math.floor(now / 86_400)}::integer`;
  const tasks = [
    ...ofFace(account, today),
    ...ofPriorParty(account, chainId),
    ...ofHolder(account, today, chainId),
    ...ofStops(account, today),
  ].map((task) => asked(task, { chainId, today }));
  const rest =
    after === undefined ? sql`` : sql`where (place, key) > (${String(after.value)}::numeric, ${after.key}::text)`;
  const found = await rowsOf<Found>(
    db,
    sql`with tasks as (${sql.join(tasks, sql` union all `)}),
      placed as materialized (select *, coalesce(last_day, ${NEVER})::numeric as place,
        kind || '.' || bill::text || '.' || coalesce(lot::text, '') as key from tasks)
      select kind, bill::text as "billId", lot::text as lot, last_day as "lastDay",
        coalesce(last_day < ${today}, false) as "isOver", claimant, amount::text as amount, place::text as place, key,
        (select count(*) from placed)::integer as total
      from placed ${rest} order by placed.place, placed.key limit ${limit + 1}`,
  );
  const { items, next } = pageOf(found, limit, ({ place, key }) => ({ value: BigInt(place), key }));
  const lots = await lotsOf(db, chainId, items);
  const tasksWithLots = items.map(({ place: _, key: __, total: ___, lot: id, ...task }) => ({
    ...task,
    lot: lots.find((each) => String(each.id) === id) ?? null,
  }));
  return { items: await withBills(db, chainId, tasksWithLots), total: found[0]?.total ?? 0, next };
}

async function lotsOf(db: Db, chainId: number, items: readonly Found[]) {
  const ids = items.flatMap((each) => (each.lot === null ? [] : [BigInt(each.lot)]));
  if (ids.length === 0) return [];
  return db
    .select({ id: l.id, inner: l.inner, holder: l.holder, start: l.start, units: l.units, state: l.state })
    .from(l)
    .where(all([sql`${l.chainId} = ${chainId}`, inArray(l.id, ids) as Sql]));
}
