import { ponder } from "ponder:registry";
import { passToken, rating, ratingTotal, right } from "ponder:schema";
import { and, eq } from "ponder";
import { type Address, zeroAddress } from "viem";
import { receiptKey } from "../market/purchase.ts";
import { datasetKey } from "../market/rows.ts";
import { originOf } from "../origin.ts";
import { plainText } from "../text.ts";

ponder.on("Ratings:Rated", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { dataset: number, reader, receipt, offer, paid, stars, earlier, comment } = event.args;
  const dataset = datasetKey(number);
  const said = { stars, comment: plainText(comment), changedAt: at };
  await context.db
    .insert(rating)
    .values({ chainId, dataset, reader, receipt: receiptKey(receipt), offer, paid, ratedAt: at, ...said })
    .onConflictDoUpdate(said);
  const more = { count: earlier === 0 ? 1 : 0, stars: stars - earlier };
  const [count, sum] = paid === 0n ? (["freeCount", "freeStars"] as const) : (["paidCount", "paidStars"] as const);
  const none = { chainId, dataset, paidCount: 0, paidStars: 0, freeCount: 0, freeStars: 0 };
  await context.db
    .insert(ratingTotal)
    .values({ ...none, [count]: more.count, [sum]: more.stars })
    .onConflictDoUpdate((row) => ({ [count]: row[count] + more.count, [sum]: row[sum] + more.stars }));
});

ponder.on("Passes:Transfer", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { from, to, tokenId } = event.args;
  const id = datasetKey(tokenId);
  if (to === zeroAddress) {
    await context.db.update(passToken, { chainId, id }).set({ status: "burned", burnedAt: at });
    return;
  }
  if (from !== zeroAddress) throw new Error(`Pass ${id} was handed on, which its contract refuses.`);
  // Its id is a hash of the data set, which no event names; only a reader with a right can have it made.
  const mine = and(eq(right.chainId, chainId), eq(right.reader, lower(to)), eq(right.pass, id));
  const [found] = await context.db.sql.select({ dataset: right.dataset }).from(right).where(mine);
  if (found === undefined) throw new Error(`Pass ${id} was minted for a right whose own event is missing.`);
  const minted = { status: "minted", mintedAt: at, announcedUntil: 0n, burnedAt: null } as const;
  await context.db
    .insert(passToken)
    .values({ chainId, id, dataset: found.dataset, reader: to, ...minted })
    .onConflictDoUpdate(minted);
});

ponder.on("Passes:TokenExpiryUpdated", async ({ event, context }) => {
  const { chainId } = originOf(event, context);
  const { tokenId, endTime } = event.args;
  await context.db.update(passToken, { chainId, id: datasetKey(tokenId) }).set({ announcedUntil: endTime });
});

const lower = (account: Address): Address => account.toLowerCase() as Address;
