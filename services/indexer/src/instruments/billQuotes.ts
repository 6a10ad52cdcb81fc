import { ponder } from "ponder:registry";
import { lastSecondOf } from "./billRows.ts";
import { billOf, note } from "./billTable.ts";
import { cancel, noteSale, postAsk, postBid, request } from "./quoteTable.ts";

ponder.on("BillQuotes:AskPosted", async ({ event, context }) => {
  await postAsk(context, event, "bills");
});

ponder.on("BillQuotes:BidPosted", async ({ event, context }) => {
  await postBid(context, event, "bills");
});

ponder.on("BillQuotes:Requested", async ({ event, context }) => {
  await request(context, event, "bills");
});

ponder.on("BillQuotes:AskCancelled", async ({ event, context }) => {
  await cancel(context, event, event.args.hash, event.args.seller);
});

ponder.on("BillQuotes:BidCancelled", async ({ event, context }) => {
  await cancel(context, event, event.args.hash, event.args.buyer);
});

ponder.on("BillQuotes:Sold", async ({ event, context }) => {
  const { id: bill, drawee: debtor, token, dueDay } = await billOf(context, event.args.id);
  await noteSale(context, event, { receivable: null, bill, debtor, token, dueBy: lastSecondOf(dueDay) });
  await note(context, event, "Sold");
});
