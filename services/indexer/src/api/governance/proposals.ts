import type { ProposalState } from "@tallystick/sdk/governance/proposalState";
import { desc, sql } from "ponder";
import { proposal } from "../../../schema/governance.ts";
import { writePlace } from "../place.ts";
import { all, type Db, type Sql } from "../search/sql.ts";
import type { ProposalQuestion } from "./question.ts";
import { ballots, powerAt } from "./sql.ts";

const p = proposal;

type Time = typeof p.canceledAt | typeof p.queuedAt | typeof p.executedAt;

const isPast = (column: Time, now: number): Sql => sql`coalesce(${column} <= ${now}, false)`;

/** Proposals that are in a state at a time: as the SDK's `stateAt`. */
function isIn(state: ProposalState, now: number): Sql {
  const executed = isPast(p.executedAt, now);
  const canceled = isPast(p.canceledAt, now);
  const queued = isPast(p.queuedAt, now);
  const open = sql`not ${executed} and not ${canceled}`;
  const won = sql`${open} and ${p.deadline} < ${now} and ${p.isWon}`;
  const conditions: Readonly<Record<ProposalState, Sql>> = {
    executed,
    canceled: sql`not ${executed} and ${canceled}`,
    pending: sql`${open} and ${p.snapshot} >= ${now}`,
    active: sql`${open} and ${p.snapshot} < ${now} and ${p.deadline} >= ${now}`,
    defeated: sql`${open} and ${p.deadline} < ${now} and not ${p.isWon}`,
    succeeded: sql`${won} and not ${queued} and ${p.queueBy} >= ${now}`,
    queued: sql`${won} and ${queued} and ${p.executeBy} >= ${now}`,
    expired: sql`${won} and case when ${queued} then ${p.executeBy} < ${now} else ${p.queueBy} < ${now} end`,
  };
  return sql`(${conditions[state]})`;
}

function conditionsOf(question: ProposalQuestion): Sql[] {
  const { chainId, states, proposer, needsVoteOf: voter, words, now } = question;
  const conditions = [sql`${p.chainId} = ${chainId}`, sql`${p.createdAt} <= ${now}`];
  if (states.length > 0)
    conditions.push(
      sql`(${sql.join(
        [...states].map((state) => isIn(state, now)),
        sql` or `,
      )})`,
    );
  if (proposer !== undefined) conditions.push(sql`${p.proposer} = ${proposer}`);
  for (const word of words) {
    conditions.push(sql`${p.description} ilike ${`%${word.replaceAll(/[\\%_]/g, "\\$&")}%`}`);
  }
  if (voter !== undefined) {
    const power = powerAt(sql`${p.chainId}`, sql`${voter}`, sql`${p.snapshot}`);
    const voted = sql`${p.id} in (select own.proposal from ${ballots} own
      where own.chain_id = ${chainId} and own.voter = ${voter})`;
    conditions.push(isIn("active", now), sql`${power} > 0`, sql`not ${voted}`);
  }
  return conditions;
}

/** A page of proposals, newest first. */
export async function listProposals(db: Db, question: ProposalQuestion) {
  const { limit, after } = question;
  const conditions = conditionsOf(question);
  const [counted] = await db.select({ total: sql<number>`count(*)::integer` }).from(proposal).where(all(conditions));
  if (after !== undefined) {
    conditions.push(sql`(${p.createdAt}, ${p.id}) < (${after.value}::numeric, ${after.key}::numeric)`);
  }
  const found = await db
    .select()
    .from(proposal)
    .where(all(conditions))
    .orderBy(desc(p.createdAt), desc(p.id))
    .limit(limit + 1);
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  const next = last === undefined ? null : writePlace({ value: last.createdAt, key: String(last.id) });
  return { items, total: counted?.total ?? 0, next };
}
