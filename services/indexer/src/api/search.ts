import { db } from "ponder:api";
import { dataset, manifest, offer } from "ponder:schema";
import { and, count, desc, eq, exists, inArray, like, or, sql } from "ponder";
import type { Offered, Question } from "./question.ts";

type Condition = ReturnType<typeof and>;
type Order = ReturnType<typeof desc>;

const newest = and(
  eq(manifest.chainId, dataset.chainId),
  eq(manifest.dataset, dataset.id),
  eq(manifest.version, dataset.latest),
  eq(manifest.status, "ok"),
);

const escaped = (word: string): string => word.replace(/[\\%_]/g, "\\$&");

function conditions(question: Question): Condition {
  return and(
    ...question.words.map((word) => like(manifest.words, `%${escaped(word)}%`)),
    question.chainId === undefined ? undefined : eq(dataset.chainId, question.chainId),
    question.owner === undefined ? undefined : eq(dataset.owner, question.owner),
    question.offered === undefined ? undefined : hasOffer(question.offered),
  );
}

/** Whether the owner of a data set has an offer open; an earlier owner's sells no more. */
function hasOffer(offered: Offered) {
  const open = db
    .select({ id: offer.id })
    .from(offer)
    .where(
      and(
        eq(offer.chainId, dataset.chainId),
        eq(offer.dataset, dataset.id),
        eq(offer.seller, dataset.owner),
        eq(offer.status, "open"),
        offered === "free" ? eq(offer.price, 0n) : undefined,
      ),
    );
  return exists(open);
}

/** Data sets with a word in the title first, then what sold most, then the newest. */
function order(question: Question): Order[] {
  const inTitle = or(...question.words.map((word) => like(sql`lower(${manifest.title})`, `%${escaped(word)}%`)));
  const ties = [desc(dataset.createdAt), desc(dataset.id)];
  if (inTitle === undefined) return ties;
  return [sql`(${inTitle}) desc`, desc(dataset.sold), ...ties];
}

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
};

/** One page of data sets whose newest manifest is in order, with the offers their owner has open. */
export async function search(question: Question) {
  const where = conditions(question);
  const items = await db
    .select(item)
    .from(dataset)
    .innerJoin(manifest, newest)
    .where(where)
    .orderBy(...order(question))
    .limit(question.limit)
    .offset(question.offset);
  const [total] = await db.select({ total: count() }).from(dataset).innerJoin(manifest, newest).where(where);
  const offers = await openOffers(items.map(({ dataset: id }) => id));
  return {
    total: total?.total ?? 0,
    items: items.map((row) => ({
      ...row,
      offers: offers.filter(
        ({ chainId, dataset: id, seller }) => chainId === row.chainId && id === row.dataset && seller === row.owner,
      ),
    })),
  };
}

async function openOffers(ids: readonly `0x${string}`[]) {
  if (ids.length === 0) return [];
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
    .where(and(inArray(offer.dataset, [...ids]), eq(offer.status, "open")))
    .orderBy(offer.price, offer.id);
}
