import { ponder } from "ponder:registry";
import { receivable } from "ponder:schema";
import { found } from "../found.ts";
import { cancel, noteSale, postAsk, postBid, request } from "./quoteTable.ts";

ponder.on("Quotes:AskPosted", async ({ event, context }) => {
  await postAsk(context, event, "receivables");
});

ponder.on("Quotes:BidPosted", async ({ event, context }) => {
  await postBid(context, event, "receivables");
});

ponder.on("Quotes:Requested", async ({ event, context }) => {
  await request(context, event, "receivables");
});

ponder.on("Quotes:AskCancelled", async ({ event, context }) => {
  await cancel(context, event, event.args.hash, event.args.seller);
});

ponder.on("Quotes:BidCancelled", async ({ event, context }) => {
  await cancel(context, event, event.args.hash, event.args.buyer);
});

ponder.on("Quotes:Sold", async ({ event, context }) => {
  const { id } = event.args;
  const key = { chainId: context.chain.id, id };
  const { debtor, token, dueBy } = await found(context.db.find(receivable, key), "receivable", {
    ...key,
    id: String(id),
  });
  await noteSale(context, event, { receivable: id, bill: null, debtor, token, dueBy });
});
