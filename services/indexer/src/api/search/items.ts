import { and, eq, inArray, sql } from "ponder";
import type { Address } from "viem";
import { dataset, manifest, offer } from "../../../schema/market.ts";
import { ratingTotal } from "../../../schema/ratings.ts";
import { tariffInForce, tariffOf } from "./definition.ts";
import type { Hit } from "./order.ts";
import { type Db, list, listing, names, rowsOf, tariff } from "./sql.ts";

const item = {
  chainId: dataset.chainId,
  dataset: dataset.id,
  version: dataset.latest,
  publisher: dataset.publisher,
  owner: dataset.owner,
  sold: dataset.sold,
  createdAt: dataset.createdAt,
  updatedAt: dataset.updatedAt,
  title: manifest.title,
  description: manifest.description,
  language: manifest.language,
  keywords: manifest.keywords,
  licence: manifest.licence,
  segments: manifest.segments,
  paidCount: ratingTotal.paidCount,
  paidStars: ratingTotal.paidStars,
};

/** What is shown of the data sets of a page, in its order. */
export async function itemsOf(db: Db, hits: readonly Hit[]) {
  if (hits.length === 0) return [];
  const ids = hits.map((hit) => hit.dataset);
  const chains = [...new Set(hits.map((hit) => hit.chain_id))];
  const newest = and(
    eq(manifest.chainId, dataset.chainId),
    eq(manifest.dataset, dataset.id),
    eq(manifest.version, dataset.latest),
  );
  const rated = and(eq(ratingTotal.chainId, dataset.chainId), eq(ratingTotal.dataset, dataset.id));
  const [rows, offers, tags, tariffs] = await Promise.all([
    db
      .select(item)
      .from(dataset)
      .innerJoin(manifest, newest)
      .leftJoin(ratingTotal, rated)
      .where(and(inArray(dataset.chainId, chains), inArray(dataset.id, ids))),
    openOffers(db, chains, ids),
    waysTo(db, chains, ids),
    tariffsOf(db, chains, ids),
  ]);
  return hits.flatMap((hit) => {
    const isIt = (row: { chainId: number; dataset: string }) =>
      row.chainId === hit.chain_id && row.dataset === hit.dataset;
    const row = rows.find(isIt);
    if (row === undefined) return [];
    const { paidCount, paidStars, ...shown } = row;
    const modes = tags.filter(isIt).map(({ mode }) => mode);
    const rating = paidCount ? { count: paidCount, stars: paidStars } : null;
    const ofOwner = offers.filter((each) => isIt(each) && each.seller === row.owner);
    const byUse = tariffs.filter(isIt).map(({ chainId: _, dataset: __, ...each }) => each);
    return [{ ...shown, rating, modes, offers: ofOwner, tariffs: byUse }];
  });
}

interface TariffRow {
  readonly chainId: number;
  readonly dataset: string;
  readonly token: Address;
  /** Base units an access. */
  readonly price: string;
  readonly provider: Address;
  readonly segments: string;
  readonly validUntil: string;
}

/** Tariffs in force that the owners of data sets signed. */
function tariffsOf(db: Db, chains: readonly number[], ids: readonly string[]) {
  return rowsOf<TariffRow>(
    db,
    sql`select t.chain_id as "chainId", t.dataset, t.token, t.price::text as price, t.provider,
        t.segments::text as segments, t.valid_until::text as "validUntil"
      from ${tariff} t join ${sql.raw(`${names.tables}.dataset`)} d on ${sql.raw(tariffOf("t"))}
      where t.chain_id in (${list(chains)}) and t.dataset in (${list(ids)}) and ${sql.raw(tariffInForce("t"))}
        and not exists (select 1 from ${sql.raw(`${names.tables}.record`)} c
          where c.chain_id = t.chain_id and c.dataset = t.dataset)
      order by t.price, t.token`,
  );
}

function waysTo(db: Db, chains: readonly number[], ids: readonly string[]) {
  return rowsOf<{ chainId: number; dataset: string; mode: string }>(
    db,
    sql`select chain_id as "chainId", dataset, substr(tag, 6) as mode from ${listing}, unnest(tags) as tag
      where chain_id in (${list(chains)}) and dataset in (${list(ids)}) and tag like 'mode:%' order by tag`,
  );
}

function openOffers(db: Db, chains: readonly number[], ids: readonly `0x${string}`[]) {
  return db
    .select({
      id: offer.id,
      chainId: offer.chainId,
      dataset: offer.dataset,
      seller: offer.seller,
      token: offer.token,
      price: offer.price,
      duration: offer.duration,
      segments: offer.segments,
      policy: offer.policy,
    })
    .from(offer)
    .where(and(inArray(offer.chainId, [...chains]), inArray(offer.dataset, [...ids]), eq(offer.status, "open")))
    .orderBy(offer.price, offer.id);
}
