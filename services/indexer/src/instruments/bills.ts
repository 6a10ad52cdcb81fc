import { ponder } from "ponder:registry";
import { bill, billPledge, lot, ruleSet } from "ponder:schema";
import { originOf } from "../origin.ts";
import {
  afterAcceptance,
  afterDishonour,
  afterPayment,
  afterPresentment,
  afterRefusal,
  drawnBill,
  FLAG,
  perUnitOf,
  today,
} from "./billRows.ts";
import { billOf, change, note } from "./billTable.ts";

ponder.on("RuleSets:RuleSetAdded", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { id, rules } = event.args;
  await context.db.insert(ruleSet).values({ chainId, id, ...rules, at, transaction });
});

ponder.on("Bills:Drawn", async ({ event, context }) => {
  const { id, face } = event.args;
  const row = drawnBill(originOf(event, context), id, face, event.log.address);
  await context.db.insert(bill).values(row);
  await note(context, event, "Drawn");
});

ponder.on("Bills:Received", async ({ event, context }) => {
  await change(context, event, ({ flags }) => ({ flags: flags | FLAG.delivered }));
  await note(context, event, "Received");
});

ponder.on("Bills:Redrawn", async ({ event, context }) => {
  await change(context, event, ({ flags }) => ({ flags: flags | FLAG.delivered }));
  await note(context, event, "Redrawn");
});

ponder.on("Bills:ReceiptRefused", async ({ event, context }) => {
  await change(context, event, () => ({ status: "cancelled" }));
  await note(context, event, "ReceiptRefused");
});

ponder.on("Bills:Cancelled", async ({ event, context }) => {
  await change(context, event, () => ({ status: "cancelled" }));
  await note(context, event, "Cancelled");
});

ponder.on("Bills:Discharged", async ({ event, context }) => {
  await change(context, event, () => ({ status: "discharged" }));
  await note(context, event, "Discharged");
});

ponder.on("Bills:PresentedForAcceptance", async ({ event, context }) => {
  await change(context, event, () => ({ windowDay: event.args.lastDay }));
  await note(context, event, "PresentedForAcceptance");
});

ponder.on("Bills:Accepted", async ({ event, context }) => {
  await change(context, event, (row) => afterAcceptance(row, event.args.sum, event.args.dueDay));
  await note(context, event, "Accepted");
});

ponder.on("Bills:AcceptanceRefused", async ({ event, context }) => {
  await change(context, event, (row) => afterRefusal(row, today(event.block.timestamp)));
  await note(context, event, "AcceptanceRefused");
});

ponder.on("Bills:AcceptanceLapsed", async ({ event, context }) => {
  await change(context, event, (row) => afterRefusal(row, event.args.lastDay));
  await note(context, event, "AcceptanceLapsed");
});

ponder.on("Bills:PresentedForPayment", async ({ event, context }) => {
  await change(context, event, (row) => afterPresentment(row, event.block.timestamp, event.args.lastDay));
  await note(context, event, "PresentedForPayment");
});

ponder.on("Bills:PartPaid", async ({ event, context }) => {
  await change(context, event, (row) => afterPayment(row, event.block.timestamp, event.args, false));
  await note(context, event, "PartPaid");
});

ponder.on("Bills:PaidInFull", async ({ event, context }) => {
  await change(context, event, (row) => afterPayment(row, event.block.timestamp, event.args, true));
  await note(context, event, "PaidInFull");
});

ponder.on("Bills:PaymentRefused", async ({ event, context }) => {
  await change(context, event, () => afterDishonour(today(event.block.timestamp)));
  await note(context, event, "PaymentRefused");
});

ponder.on("Bills:Dishonoured", async ({ event, context }) => {
  await change(context, event, () => afterDishonour(event.args.lastDay));
  await note(context, event, "Dishonoured");
});

ponder.on("Bills:Protested", async ({ event, context }) => {
  await change(context, event, () => ({ status: "protested", protestedAt: event.block.timestamp }));
  await note(context, event, "Protested");
});

ponder.on("Bills:Collected", async ({ event, context }) => {
  const row = await billOf(context, event.args.id);
  // From a paid bill it is the last time, and the lot is no more.
  if (row.status !== "paid") {
    const key = { chainId: row.chainId, id: event.args.lot };
    await context.db.update(lot, key).set({ mark: perUnitOf(row) });
  }
  await note(context, event, "Collected");
});

ponder.on("Bills:Pledged", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { id, lot: lotId, owner, pledgee, lastDay } = event.args;
  const given = { bill: id, owner, pledgee, lastDay, at, transaction };
  await context.db
    .insert(billPledge)
    .values({ chainId, lot: lotId, ...given })
    .onConflictDoUpdate(given);
  await note(context, event, "Pledged");
});

ponder.on("Bills:BlankFilled", async ({ event, context }) => {
  await note(context, event, "BlankFilled");
});

ponder.on("Bills:PledgeEnforced", async ({ event, context }) => {
  await note(context, event, "PledgeEnforced");
});
