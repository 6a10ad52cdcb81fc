import { type Context, ponder } from "ponder:registry";
import { billPaper, billSecurity, billStop } from "ponder:schema";
import { originOf } from "../origin.ts";
import { today } from "./billRows.ts";
import { billOf, book, change, note, type Told } from "./billTable.ts";

type StopStatus = (typeof billStop.$inferSelect)["status"];

ponder.on("BillsChanges:Stopped", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { id, lot, ...order } = event.args;
  const given = { bill: id, ...order, status: "stopped" as const, at, changedAt: at, transaction };
  await context.db
    .insert(billStop)
    .values({ chainId, lot, ...given })
    .onConflictDoUpdate(given);
  await note(context, event, "Stopped");
});

ponder.on("BillsChanges:Objected", async ({ event, context }) => {
  await setStop(context, event, event.args.lot, "objected");
  await note(context, event, "Objected");
});

ponder.on("BillsChanges:Dismissed", async ({ event, context }) => {
  await setStop(context, event, event.args.lot, "dismissed");
  await note(context, event, "Dismissed");
});

ponder.on("BillsChanges:Lifted", async ({ event, context }) => {
  await setStop(context, event, event.args.lot, "lifted");
  await note(context, event, "Lifted");
});

ponder.on("BillsChanges:Replaced", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { id, lot, claimant, deprived, security } = event.args;
  await setStop(context, event, lot, "replaced");
  const given = { bill: id, deprived, amount: security, day: today(at), status: "held" as const, transaction };
  await context.db
    .insert(billSecurity)
    .values({ chainId, lot, claimant, ...given })
    .onConflictDoUpdate(given);
  await note(context, event, "Replaced");
});

ponder.on("BillsChanges:Awarded", async ({ event, context }) => {
  const { id, lot, claimant, deprived, amount } = event.args;
  const { chainId, token } = await billOf(context, id);
  await context.db.update(billSecurity, { chainId, lot, claimant }).set({ status: "awarded" });
  await book(context, { contract: event.log.address, account: deprived, token }, { kept: amount });
  await note(context, event, "Awarded");
});

ponder.on("BillsChanges:Released", async ({ event, context }) => {
  const { id, lot, claimant, amount } = event.args;
  const { token } = await billOf(context, id);
  await context.db.update(billSecurity, { chainId: context.chain.id, lot, claimant }).set({ status: "released" });
  await book(context, { contract: event.log.address, account: claimant, token }, { kept: amount });
  await note(context, event, "Released");
});

ponder.on("BillsChanges:Withdrawn", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  await book(context, { contract: event.log.address, account, token }, { withdrawn: amount });
});

ponder.on("BillsChanges:Novated", async ({ event, context }) => {
  await change(context, event, () => ({ status: "cancelled", next: event.args.next }));
  await note(context, event, "Novated");
});

ponder.on("BillsChanges:ChangedToPaper", async ({ event, context }) => {
  const { id, paper, holder } = event.args;
  const { chainId, drawer } = await billOf(context, id);
  await context.db.insert(billPaper).values({ chainId, drawer, paper, holder, from: id, to: null });
  await change(context, event, () => ({ status: "cancelled" }));
  await note(context, event, "ChangedToPaper");
});

ponder.on("BillsChanges:ChangedFromPaper", async ({ event, context }) => {
  const { id: to, paper } = event.args;
  const { chainId, drawer } = await billOf(context, to);
  await context.db
    .insert(billPaper)
    .values({ chainId, drawer, paper, holder: null, from: null, to })
    .onConflictDoUpdate({ to });
  await note(context, event, "ChangedFromPaper");
});

async function setStop(context: Context, event: Told, lot: bigint, status: StopStatus): Promise<void> {
  const { chainId, at } = originOf(event, context);
  await context.db.update(billStop, { chainId, lot }).set({ status, changedAt: at });
}
