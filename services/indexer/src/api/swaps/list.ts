import { desc, sql } from "ponder";
import type { Hex } from "viem";
import { hashLock } from "../../../schema/swaps.ts";
import { pageOf } from "../place.ts";
import { all, type Db, list, type Sql } from "../search/sql.ts";
import type { LockQuestion, SwapQuestion, SwapState } from "./question.ts";

const h = hashLock;

/** Of one hash: anybody may lock with a hash that he has seen, as often as he likes. */
const MOST_LOCKS = 20;

function conditionsOf({ chainId, id, hashlock, party, role, isOpen }: LockQuestion): Sql[] {
  const conditions: Sql[] = [];
  if (chainId !== undefined) conditions.push(sql`${h.chainId} = ${chainId}`);
  if (id !== undefined) conditions.push(sql`${h.id} = ${id}`);
  if (hashlock !== undefined) conditions.push(sql`${h.hashlock} = ${hashlock}`);
  if (party !== undefined) {
    conditions.push(
      role === undefined ? sql`(${h.recipient} = ${party} or ${h.refundee} = ${party})` : sql`${h[role]} = ${party}`,
    );
  }
  if (isOpen !== undefined) conditions.push(isOpen ? sql`${h.end} is null` : sql`${h.end} is not null`);
  return conditions.length === 0 ? [sql`true`] : conditions;
}

/** A page of locks, the newest first. */
export async function listLocks(db: Db, question: LockQuestion) {
  const { limit, after } = question;
  const conditions = conditionsOf(question);
  const [counted] = await db.select({ total: sql<number>`count(*)::integer` }).from(h).where(all(conditions));
  if (after !== undefined) {
    conditions.push(sql`(${h.lockedAt}, ${h.id}) < (${String(after.value)}::numeric, ${after.key})`);
  }
  const found = await db
    .select()
    .from(h)
    .where(all(conditions))
    .orderBy(desc(h.lockedAt), desc(h.id))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, ({ lockedAt, id }) => ({ value: lockedAt, key: id }));
  return { items, total: counted?.total ?? 0, next };
}

const isOpen = sql`bool_or(${h.end} is null)`;
const isClaimed = sql`coalesce(bool_or(${h.end} = 'claimed'), false)`;

/** Of the locks of one hash that name an account. */
const stateIs: Readonly<Record<SwapState, Sql>> = {
  open: isOpen,
  ended: sql`not ${isOpen}`,
  claimed: sql`(not ${isOpen} and ${isClaimed})`,
  refunded: sql`(not ${isOpen} and not ${isClaimed})`,
};

/** A page of swaps that an account has a part in, by the hash that their locks share, what began last first. */
export async function listSwaps(db: Db, { party, state, limit, after }: SwapQuestion) {
  const isParty = sql`(${h.recipient} = ${party} or ${h.refundee} = ${party})`;
  const fits = state === undefined ? sql`true` : stateIs[state];
  const hashes = db
    .select({ hashlock: h.hashlock })
    .from(h)
    .where(isParty)
    .groupBy(h.hashlock)
    .having(fits)
    .as("hashes");
  const [counted] = await db.select({ total: sql<number>`count(*)::integer` }).from(hashes);
  const began = sql<string>`max(${h.lockedAt})`;
  const isAfter = after && sql`(${began}, ${h.hashlock}) < (${String(after.value)}::numeric, ${after.key})`;
  const found = await db
    .select({ hashlock: h.hashlock, began: sql<string>`max(${h.lockedAt})::text` })
    .from(h)
    .where(isParty)
    .groupBy(h.hashlock)
    .having(all([fits, ...(isAfter ? [isAfter] : [])]))
    .orderBy(desc(began), desc(h.hashlock))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, (last) => ({ value: BigInt(last.began), key: last.hashlock }));
  const locks = await locksOf(
    db,
    party,
    items.map(({ hashlock }) => hashlock),
  );
  const swaps = items.map(({ hashlock }) => ({ hashlock, locks: locks.filter((lock) => lock.hashlock === hashlock) }));
  return { items: swaps, total: counted?.total ?? 0, next };
}

/** Locks of these hashes: those of the account first, then what was locked first. */
async function locksOf(db: Db, party: string, hashlocks: readonly Hex[]) {
  if (hashlocks.length === 0) return [];
  const isOthers = sql`(${h.recipient} <> ${party} and ${h.refundee} <> ${party})`;
  const place = sql<string>`row_number() over (partition by ${h.hashlock} order by ${isOthers}, ${h.lockedAt}, ${h.id})`;
  const ranked = db
    .select({ chainId: h.chainId, id: h.id, place: place.as("place") })
    .from(h)
    .where(sql`${h.hashlock} in (${list(hashlocks)})`)
    .as("ranked");
  const found = await db
    .select({ lock: h })
    .from(ranked)
    .innerJoin(h, sql`${h.chainId} = ${ranked.chainId} and ${h.id} = ${ranked.id}`)
    .where(sql`${ranked.place} <= ${MOST_LOCKS}`)
    .orderBy(ranked.place);
  return found.map(({ lock }) => lock);
}
