import { desc, sql } from "ponder";
import { zeroAddress } from "viem";
import { lot } from "../../../schema/lots.ts";
import { quoteCancellation, quoteFill } from "../../../schema/quotes.ts";
import { repo, repoOffer } from "../../../schema/repos.ts";
import type { OfferQuestion } from "../instruments/question.ts";
import { pageOf } from "../place.ts";
import { all, type Db } from "../search/sql.ts";
import type { RepoQuestion } from "./question.ts";
import { withBills } from "./rows.ts";

const o = repoOffer;
const c = quoteCancellation;
const f = quoteFill;
const r = repo;
const l = lot;

/** A page of posted offers, the newest first. What is asked for by debtor, seller or lot is found with those for any. */
export async function listRepoOffers(db: Db, question: OfferQuestion) {
  const { chainId, now, limit, after, maker, lot: lotId, debtor, seller, token, alive } = question;
  const filled = sql<string>`coalesce(${f.worth}, 0)`;
  const isAlive = sql<boolean>`(${c.hash} is null and ${o.deadline} >= ${now}::numeric and ${filled} < ${o.limit}
    and ${o.lastDay} >= ${Math.floor(now / 86_400)}::integer and ${o.haircutBps} < 10000)`;
  const conditions = [sql`${o.chainId} = ${chainId}`];
  if (maker !== undefined) conditions.push(sql`${o.buyer} = ${maker}`);
  if (token !== undefined) conditions.push(sql`${o.token} = ${token}`);
  if (lotId !== undefined) conditions.push(sql`${o.lot} in (0, ${String(lotId)}::numeric)`);
  if (debtor !== undefined) conditions.push(sql`${o.debtor} in (${zeroAddress}, ${debtor})`);
  if (seller !== undefined) conditions.push(sql`${o.seller} in (${zeroAddress}, ${seller})`);
  if (alive !== undefined) conditions.push(alive ? isAlive : sql`not ${isAlive}`);
  const isCancelled = sql`${c.chainId} = ${o.chainId} and ${c.hash} = ${o.hash}`;
  const isFilled = sql`${f.chainId} = ${o.chainId} and ${f.hash} = ${o.hash}`;
  const [counted] = await db
    .select({ total: sql<number>`count(*)::integer` })
    .from(o)
    .leftJoin(c, isCancelled)
    .leftJoin(f, isFilled)
    .where(all(conditions));
  if (after !== undefined) {
    conditions.push(sql`(${o.postedAt}, ${o.hash}) < (${String(after.value)}::numeric, ${after.key})`);
  }
  const found = await db
    .select({ offer: o, filled: sql<string>`(${filled})::text`, cancelledAt: c.at, isAlive })
    .from(o)
    .leftJoin(c, isCancelled)
    .leftJoin(f, isFilled)
    .where(all(conditions))
    .orderBy(desc(o.postedAt), desc(o.hash))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, ({ offer }) => ({ value: offer.postedAt, key: offer.hash }));
  return { items: items.map(({ offer, ...rest }) => ({ ...offer, ...rest })), total: counted?.total ?? 0, next };
}

/** A page of repos, the newest first. One whose lot is neither there nor given to a party is gone: the bill was paid. */
export async function listRepos(db: Db, question: RepoQuestion) {
  const { chainId, limit, after, isOpen } = question;
  const isHeld = sql`coalesce(${l.holder} = ${r.buyback}, false)`;
  const conditions = [sql`${r.chainId} = ${chainId}`];
  for (const name of ["buyer", "seller", "lot", "buyback"] as const) {
    const wanted = question[name];
    if (wanted !== undefined) conditions.push(sql`${r[name]} = ${String(wanted)}`);
  }
  if (isOpen !== undefined) conditions.push(isOpen ? isHeld : sql`not ${isHeld}`);
  const ofRepo = sql`${l.chainId} = ${r.chainId} and ${l.id} = ${r.lot}`;
  const [counted] = await db
    .select({ total: sql<number>`count(*)::integer` })
    .from(r)
    .innerJoin(l, ofRepo)
    .where(all(conditions));
  if (after !== undefined) {
    conditions.push(sql`(${r.startedAt}, ${r.buyback}) < (${String(after.value)}::numeric, ${after.key})`);
  }
  const end = sql<string | null>`case when ${isHeld} then null else coalesce(${r.end}::text, 'gone') end`;
  const found = await db
    .select({ repo: r, inner: l.inner, end })
    .from(r)
    .innerJoin(l, ofRepo)
    .where(all(conditions))
    .orderBy(desc(r.startedAt), desc(r.buyback))
    .limit(limit + 1);
  const { items, next } = pageOf(found, limit, (last) => ({ value: last.repo.startedAt, key: last.repo.buyback }));
  const repos = items.map(({ repo: { bill, ...row }, ...rest }) => ({ ...row, ...rest, billId: String(bill) }));
  return { items: await withBills(db, chainId, repos), total: counted?.total ?? 0, next };
}
