import { sql } from "ponder";
import type { Address } from "viem";
import { writePlace } from "../place.ts";
import { type Db, list, rowsOf, type Sql } from "../search/sql.ts";
import type { AbsenteeQuestion, ConcentrationQuestion, ParticipationQuestion } from "./question.ts";
import { ballots, members, points, powerAt, proposals, voteless } from "./sql.ts";

/** Accounts with power in a second, and how much; those aside that never vote. */
const powersAt = (chainId: number, at: Sql): Sql => sql`select account, power from (
    select distinct on (account) account, power from ${points}
    where chain_id = ${chainId} and at <= ${at} order by account, at desc) newest
  where power > 0 and account not in (${list(voteless(chainId))})`;

interface Absentee {
  readonly account: Address;
  readonly power: string;
  readonly delegators: number;
}

/** Who could vote on a proposal and has not, the most powerful first; how many they are, and their power together. */
export async function absentees(db: Db, { chainId, proposal, limit, after }: AbsenteeQuestion) {
  const snapshot = sql`(select snapshot from ${proposals} where chain_id = ${chainId} and id = ${proposal})`;
  // Uncorrelated, so that it is hashed whatever the planner thinks: PGlite has no statistics of tables just filled.
  const absent = sql`select a.account, a.power from (${powersAt(chainId, snapshot)}) a
    where a.account not in (select voter from ${ballots} where chain_id = ${chainId} and proposal = ${proposal})`;
  const rest =
    after === undefined
      ? sql``
      : sql`where power < ${after.value}::numeric or (power = ${after.value}::numeric and account > ${after.key})`;
  const found = await rowsOf<Absentee & { readonly total: number; readonly together: string }>(
    db,
    sql`with absent as materialized (${absent}),
      page as (select account, power from absent ${rest} order by power desc, account limit ${limit + 1})
      select page.account, page.power::text as power, coalesce(m.delegators, 0) as delegators,
        (select count(*) from absent)::integer as total, (select sum(power) from absent)::text as together
      from page left join ${members} m on m.chain_id = ${chainId} and m.account = page.account
      order by page.power desc, page.account`,
  );
  const items = found.slice(0, limit).map(({ account, power, delegators }) => ({ account, power, delegators }));
  const last = found.length > limit ? items.at(-1) : undefined;
  const next = last === undefined ? null : writePlace({ value: BigInt(last.power), key: last.account });
  return { items, total: found[0]?.total ?? 0, power: found[0]?.together ?? "0", next };
}

const TOP = 10;
const CURVE_POINTS = 50;

interface Ranked {
  readonly account: Address;
  readonly power: string;
  readonly rank: number;
  /** Power of this account and of all before it. */
  readonly upTo: string;
  readonly total: string;
  readonly members: number;
  readonly half: number;
}

/** How power is spread: who has most, how many make more than half, and the power of the first so many. */
export async function concentration(db: Db, { chainId, at }: ConcentrationQuestion) {
  const powers =
    at === undefined
      ? sql`select account, power from ${members}
          where chain_id = ${chainId} and power > 0 and account not in (${list(voteless(chainId))})`
      : powersAt(chainId, sql`${at}`);
  const rows = await rowsOf<Ranked>(
    db,
    sql`with ranked as materialized (
        select account, power, row_number() over w as rank, sum(power) over w as up_to from (${powers}) p
        window w as (order by power desc, account rows unbounded preceding)),
      whole as materialized (select coalesce(sum(power), 0) as total, count(*) as members from ranked),
      half as materialized (select min(rank) as rank from ranked where up_to * 2 > (select total from whole))
      select account, power::text as power, ranked.rank::integer as rank, up_to::text as "upTo", total::text as total,
        members::integer as members, half.rank::integer as half
      from ranked, whole, half
      where ranked.rank <= ${TOP} or ranked.rank = members
        or ranked.rank % greatest(1, members / ${CURVE_POINTS}) = 0
      order by ranked.rank`,
  );
  const [first] = rows;
  return {
    total: first?.total ?? "0",
    members: first?.members ?? 0,
    half: first?.half ?? 0,
    top: rows.filter(({ rank }) => rank <= TOP).map(({ account, power }) => ({ account, power })),
    curve: rows.map(({ rank, upTo }) => ({ members: rank, power: upTo })),
  };
}

/** Beyond so many votes, participation is a matter of the past. */
const VOTES_LOOKED_AT = 100;

/** Of the newest proposals whose vote has begun: on how many each account could vote, and on how many it did. */
export async function participation(db: Db, { chainId, accounts, now }: ParticipationQuestion) {
  const power = powerAt(sql`${chainId}`, sql`a.account`, sql`p.snapshot`);
  const items = await rowsOf<{ account: Address; seen: number; voted: number }>(
    db,
    sql`with own as materialized (
        select proposal, voter from ${ballots} where chain_id = ${chainId} and voter in (${list(accounts)}))
      select a.account, count(*) filter (where own.voter is not null or ${power} > 0)::integer as seen,
        count(own.voter)::integer as voted
      from unnest(array[${list(accounts)}]::text[]) as a(account)
        left join (select id, snapshot from ${proposals} where chain_id = ${chainId} and snapshot < ${now}
          order by snapshot desc limit ${VOTES_LOOKED_AT}) p on true
        left join own on own.proposal = p.id and own.voter = a.account
      group by a.account`,
  );
  return { items };
}
