import { type Context, ponder } from "ponder:registry";
import { bill, billEvent } from "ponder:schema";
import { found } from "../found.ts";
import { originOf } from "../origin.ts";
import {
  afterAcceptance,
  afterDishonour,
  afterPayment,
  afterPresentment,
  afterRefusal,
  type BillChange,
  type BillRow,
  detailsOf,
  drawnBill,
  FLAG,
  today,
} from "./billRows.ts";

type Told = Parameters<typeof originOf>[0];

/** Of any contract of bills. */
interface BillTold extends Told {
  readonly args: { readonly id: bigint; readonly lot?: bigint };
}

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
  await note(context, event, "Collected");
});

ponder.on("Bills:Pledged", async ({ event, context }) => {
  await note(context, event, "Pledged");
});

ponder.on("Bills:BlankFilled", async ({ event, context }) => {
  await note(context, event, "BlankFilled");
});

ponder.on("Bills:PledgeEnforced", async ({ event, context }) => {
  await note(context, event, "PledgeEnforced");
});

ponder.on("BillsRecourse:Guaranteed", async ({ event, context }) => {
  await note(context, event, "Guaranteed");
});

ponder.on("BillsRecourse:Attested", async ({ event, context }) => {
  await note(context, event, "Attested");
});

ponder.on("BillsRecourse:NoticeGiven", async ({ event, context }) => {
  await note(context, event, "NoticeGiven");
});

ponder.on("BillsRecourse:Demanded", async ({ event, context }) => {
  await note(context, event, "Demanded");
});

ponder.on("BillsRecourse:TakenUp", async ({ event, context }) => {
  await note(context, event, "TakenUp");
});

ponder.on("BillsRecourse:RestProtested", async ({ event, context }) => {
  await note(context, event, "RestProtested");
});

ponder.on("BillsRecourse:RestTakenUp", async ({ event, context }) => {
  await change(context, event, ({ flags }) => ({ flags: flags | FLAG.rest }));
  await note(context, event, "RestTakenUp");
});

ponder.on("BillsChanges:Stopped", async ({ event, context }) => {
  await note(context, event, "Stopped");
});

ponder.on("BillsChanges:Objected", async ({ event, context }) => {
  await note(context, event, "Objected");
});

ponder.on("BillsChanges:Dismissed", async ({ event, context }) => {
  await note(context, event, "Dismissed");
});

ponder.on("BillsChanges:Lifted", async ({ event, context }) => {
  await note(context, event, "Lifted");
});

ponder.on("BillsChanges:Replaced", async ({ event, context }) => {
  await note(context, event, "Replaced");
});

ponder.on("BillsChanges:Awarded", async ({ event, context }) => {
  await note(context, event, "Awarded");
});

ponder.on("BillsChanges:Released", async ({ event, context }) => {
  await note(context, event, "Released");
});

ponder.on("BillsChanges:Novated", async ({ event, context }) => {
  await change(context, event, () => ({ status: "cancelled", next: event.args.next }));
  await note(context, event, "Novated");
});

ponder.on("BillsChanges:ChangedToPaper", async ({ event, context }) => {
  await change(context, event, () => ({ status: "cancelled" }));
  await note(context, event, "ChangedToPaper");
});

ponder.on("BillsChanges:ChangedFromPaper", async ({ event, context }) => {
  await note(context, event, "ChangedFromPaper");
});

async function change(context: Context, event: BillTold, what: (row: BillRow) => BillChange): Promise<void> {
  const { chainId, at } = originOf(event, context);
  const key = { chainId, id: event.args.id };
  const row = await found(context.db.find(bill, key), "bill", { ...key, id: String(key.id) });
  await context.db.update(bill, key).set({ ...what(row), changedAt: at });
}

async function note(context: Context, event: BillTold, name: string): Promise<void> {
  const { chainId, transaction, logIndex, at } = originOf(event, context);
  const { id, lot = null } = event.args;
  const details = detailsOf(event.args);
  await context.db.insert(billEvent).values({ chainId, transaction, logIndex, bill: id, name, lot, details, at });
}
