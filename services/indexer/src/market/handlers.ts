import { type Context, ponder } from "ponder:registry";
import {
  collection,
  dataset,
  deposit,
  fee,
  giveBack,
  manifest,
  offer,
  operator,
  ownership,
  purchase,
  right,
  version,
} from "ponder:schema";
import { type Address, zeroAddress, zeroHash } from "viem";
import { found } from "../found.ts";
import { originOf } from "../origin.ts";
import { book, bookRevenue, bookSale, push, unpaid } from "./booking.ts";
import { datasetKey, newDataset, newOffer, newVersion, noCredit, noRevenue, rightRow } from "./rows.ts";

// Thin: each reads the rows before, asks rows.ts for the rows after, and writes them.

ponder.on("Market:Published", async ({ event, context }) => {
  const { dataset: id, publisher, salt } = event.args;
  const origin = originOf(event, context);
  const row = newDataset(origin, { id: datasetKey(id), publisher, salt });
  await context.db.insert(dataset).values(row).onConflictDoUpdate({ salt });
});

ponder.on("Market:Transfer", async ({ event, context }) => {
  const { from, to, tokenId } = event.args;
  const origin = originOf(event, context);
  const { chainId, at, transaction, logIndex } = origin;
  const id = datasetKey(tokenId);
  await context.db.insert(ownership).values({ chainId, transaction, logIndex, dataset: id, from, to, at });
  if (from === zeroAddress) {
    const row = newDataset(origin, { id, publisher: to, salt: null });
    await context.db.insert(dataset).values(row).onConflictDoNothing();
    return;
  }
  // A handing-on ends what was approved, without an event of its own.
  await context.db.update(dataset, { chainId, id }).set({ owner: to, approved: zeroAddress, updatedAt: at });
});

ponder.on("Market:Approval", async ({ event, context }) => {
  const { approved, tokenId } = event.args;
  const { chainId } = originOf(event, context);
  await context.db.update(dataset, { chainId, id: datasetKey(tokenId) }).set({ approved });
});

ponder.on("Market:ApprovalForAll", async ({ event, context }) => {
  const { owner, operator: account, approved } = event.args;
  const { chainId, at } = originOf(event, context);
  const now = { approved, updatedAt: at };
  await context.db
    .insert(operator)
    .values({ chainId, owner, operator: account, ...now })
    .onConflictDoUpdate(now);
});

ponder.on("Market:VersionPublished", async ({ event, context }) => {
  const { dataset: number, ...args } = event.args;
  const origin = originOf(event, context);
  const key = { chainId: origin.chainId, id: datasetKey(number) };
  const before = await found(context.db.find(dataset, key), "dataset", key);
  const rows = newVersion(origin, before, args);
  await context.db.insert(version).values(rows.version);
  await context.db.insert(manifest).values(rows.manifest);
  await context.db.update(dataset, key).set(rows.dataset);
});

ponder.on("Market:OfferMade", async ({ event, context }) => {
  await context.db.insert(offer).values(newOffer(originOf(event, context), event.args));
});

ponder.on("Market:OfferWithdrawn", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  await context.db.update(offer, { chainId, id: event.args.offer }).set({ status: "withdrawn", withdrawnAt: at });
});

ponder.on("Market:Bought", async ({ event, context }) => {
  await bookSale(context.db, originOf(event, context), event.args, false);
});

ponder.on("Market:BoughtFromBalance", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { price, token } = await bookSale(context.db, origin, event.args, true);
  if (price === 0n) return;
  await book(context.db, noCredit(origin.chainId, event.args.payer, token), { spent: price });
});

ponder.on("Market:Granted", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { dataset: number, reader, right: word } = event.args;
  const key = { chainId: origin.chainId, dataset: datasetKey(number), reader };
  await push(context.db, origin, key, { ...unpaid, kind: "granted", offer: zeroHash, word });
});

ponder.on("Market:Exchanged", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { dataset: number, reader, deal, right: word } = event.args;
  const key = { chainId: origin.chainId, dataset: datasetKey(number), reader };
  await push(context.db, origin, key, { ...unpaid, kind: "exchanged", offer: deal, word });
});

ponder.on("Market:GivenBack", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { chainId, at, transaction, logIndex } = origin;
  const { reader, offer: id, payer, amount, right: word } = event.args;
  const key = { chainId, dataset: datasetKey(event.args.dataset), reader };
  const { receipt } = await found(db.find(right, key), "right", key);
  await db.update(purchase, { ...key, receipt }).set({ givenBack: true });
  await db.update(right, key).set(rightRow(key, word, at));
  await db.insert(giveBack).values({
    ...key,
    transaction,
    logIndex,
    offer: id,
    payer,
    amount,
    word,
    givenBackAt: at,
  });
  if (payer === zeroAddress) return;
  const { token } = await db
    .update(offer, { chainId, id })
    .set((row) => ({ sold: row.sold - 1, givenBack: row.givenBack + amount }));
  await db.update(dataset, { chainId, id: key.dataset }).set((row) => ({ sold: row.sold - 1 }));
  await bookRevenue(db, noRevenue(chainId, key.dataset, token), (row) => ({
    sold: row.sold - 1,
    givenBack: row.givenBack + amount,
  }));
  if (amount === 0n) return;
  await book(db, noCredit(chainId, payer, token), { refunds: amount });
});

ponder.on("Market:Revoked", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { reader, right: word } = event.args;
  const key = { chainId, dataset: datasetKey(event.args.dataset), reader };
  await context.db.update(right, key).set(rightRow(key, word, at));
});

ponder.on("Market:Collected", async ({ event, context }) => {
  const { db } = context;
  const { chainId, at, transaction, logIndex } = originOf(event, context);
  const { offer: id, amount, fee: share } = event.args;
  const row = { chainId, transaction, logIndex, collectedAt: at };
  await db.insert(collection).values({ ...row, ...event.args });
  const { token } = await db
    .update(offer, { chainId, id })
    .set((before) => ({ collected: before.collected + amount + share }));
  if (share === 0n) return;
  const treasury = await treasuryOf(context);
  await book(db, noCredit(chainId, treasury, token), { fees: share });
});

ponder.on("Market:Deposited", async ({ event, context }) => {
  const { chainId, at, transaction, logIndex } = originOf(event, context);
  const { account, token, amount } = event.args;
  await context.db.insert(deposit).values({ chainId, transaction, logIndex, depositedAt: at, ...event.args });
  await book(context.db, noCredit(chainId, account, token), { deposits: amount });
});

ponder.on("Market:Withdrawn", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  const { chainId } = originOf(event, context);
  await book(context.db, noCredit(chainId, account, token), {
    withdrawn: amount,
  });
});

ponder.on("Market:FeeSet", async ({ event, context }) => {
  const { chainId, at, transaction, logIndex } = originOf(event, context);
  const { feeBps } = event.args;
  await context.db.insert(fee).values({ chainId, transaction, logIndex, feeBps, setAt: at });
});

/** Immutable in the contract, hence the same at every block. */
async function treasuryOf(context: Context<"Market:Collected">): Promise<Address> {
  const { abi, address } = context.contracts.Market;
  return context.client.readContract({
    abi,
    address,
    functionName: "treasury",
    cache: "immutable",
  });
}
