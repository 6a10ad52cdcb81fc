import { type Context, ponder } from "ponder:registry";
import { quoteAsk, quoteBid, quoteCancellation, quoteFill, quoteRequest, receivable, sale } from "ponder:schema";
import type { Address, Hex } from "viem";
import { found } from "../found.ts";
import { originOf } from "../origin.ts";
import { offeredKindOf, soldKindOf } from "./quoteRows.ts";

ponder.on("Quotes:AskPosted", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { pricing, units, deadline, ...ask } = event.args.ask;
  const kind = offeredKindOf(event.args.ask.kind);
  if (kind === undefined) return;
  await context.db
    .insert(quoteAsk)
    .values({
      chainId,
      hash: event.args.hash,
      ...ask,
      ...pricing,
      units: BigInt(units),
      kind,
      deadline: BigInt(deadline),
      postedAt: at,
      transaction,
    })
    .onConflictDoNothing();
});

ponder.on("Quotes:BidPosted", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { pricing, maxDays, deadline, ...bid } = event.args.bid;
  const kind = offeredKindOf(event.args.bid.kind);
  if (kind === undefined) return;
  await context.db
    .insert(quoteBid)
    .values({
      chainId,
      hash: event.args.hash,
      ...bid,
      ...pricing,
      maxDays: BigInt(maxDays),
      kind,
      deadline: BigInt(deadline),
      postedAt: at,
      transaction,
    })
    .onConflictDoNothing();
});

ponder.on("Quotes:Requested", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { lot: lotId, holder } = event.args;
  const asked = { deadline: BigInt(event.args.deadline), at, transaction };
  await context.db
    .insert(quoteRequest)
    .values({ chainId, lot: lotId, holder, ...asked })
    .onConflictDoUpdate(asked);
});

ponder.on("Quotes:AskCancelled", async ({ event, context }) => {
  await cancel(context, event, event.args.hash, event.args.seller);
});

ponder.on("Quotes:BidCancelled", async ({ event, context }) => {
  await cancel(context, event, event.args.hash, event.args.buyer);
});

ponder.on("Quotes:Sold", async ({ event, context }) => {
  const { db } = context;
  const { chainId, transaction, logIndex, at } = originOf(event, context);
  const { lot: lotId, id, kind, hash, open, collectable, ...sold } = event.args;
  const key = { chainId, id };
  const { debtor, token, dueBy } = await found(db.find(receivable, key), "receivable", { ...key, id: String(id) });
  await db.insert(sale).values({
    chainId,
    transaction,
    logIndex,
    lot: lotId,
    receivable: id,
    debtor,
    token,
    ...sold,
    open,
    collectable,
    kind: soldKindOf(kind),
    hash,
    dueBy,
    at,
  });
  const worth = open + collectable;
  await db
    .insert(quoteFill)
    .values({ chainId, hash, worth })
    .onConflictDoUpdate((row) => ({ worth: row.worth + worth }));
});

async function cancel(
  context: Context,
  event: Parameters<typeof originOf>[0],
  hash: Hex,
  maker: Address,
): Promise<void> {
  const { chainId, at, transaction } = originOf(event, context);
  await context.db.insert(quoteCancellation).values({ chainId, hash, maker, at, transaction }).onConflictDoNothing();
}
