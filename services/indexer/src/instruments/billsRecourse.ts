import { type Context, ponder } from "ponder:registry";
import { billClaim, billDemand, billGuarantee, billNotice, billRest, lot } from "ponder:schema";
import { found } from "../found.ts";
import { originOf } from "../origin.ts";
import { afterNotice, afterTaking, FLAG, today } from "./billRows.ts";
import { book, change, note } from "./billTable.ts";
import type { LotRow } from "./lotRows.ts";

ponder.on("BillsRecourse:Guaranteed", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { id, guarantor, principal, sum } = event.args;
  const given = { sum, at, transaction };
  await context.db
    .insert(billGuarantee)
    .values({ chainId, bill: id, guarantor, principal, ...given })
    .onConflictDoUpdate(given);
  await note(context, event, "Guaranteed");
});

ponder.on("BillsRecourse:Attested", async ({ event, context }) => {
  await note(context, event, "Attested");
});

ponder.on("BillsRecourse:NoticeGiven", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { id, lot: lotId, holder, costs, document, isTimely } = event.args;
  const given = { bill: id, costs, document, isTimely, at, transaction };
  await context.db
    .insert(billNotice)
    .values({ chainId, lot: lotId, holder, ...given })
    .onConflictDoUpdate(given);
  const { units } = await lotOf(context, lotId);
  const noted = afterNotice(await context.db.find(billClaim, { chainId, lot: lotId }), units, costs);
  await context.db
    .insert(billClaim)
    .values({ chainId, lot: lotId, bill: id, ...noted })
    .onConflictDoUpdate(noted);
  await note(context, event, "NoticeGiven");
});

ponder.on("BillsRecourse:Demanded", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { id, lot: lotId, party, holder, amount } = event.args;
  const given = { bill: id, holder, amount, at, transaction };
  await context.db
    .insert(billDemand)
    .values({ chainId, lot: lotId, party, ...given })
    .onConflictDoUpdate(given);
  await note(context, event, "Demanded");
});

ponder.on("BillsRecourse:TakenUp", async ({ event, context }) => {
  const { id, lot: lotId, amount } = event.args;
  const claim = afterTaking(await lotOf(context, lotId), amount, today(event.block.timestamp));
  await context.db
    .insert(billClaim)
    .values({ chainId: context.chain.id, lot: lotId, bill: id, ...claim })
    .onConflictDoUpdate(claim);
  await note(context, event, "TakenUp");
});

ponder.on("BillsRecourse:RestProtested", async ({ event, context }) => {
  const { id, costs } = event.args;
  const told = { protestedAt: event.block.timestamp, costs };
  await context.db
    .insert(billRest)
    .values({ chainId: context.chain.id, bill: id, ...told, creditor: null, amount: 0n, day: 0, roll: null })
    .onConflictDoUpdate(told);
  await note(context, event, "RestProtested");
});

ponder.on("BillsRecourse:RestTakenUp", async ({ event, context }) => {
  const { id, payer: creditor, amount, roll } = event.args;
  const receipt = { creditor, amount, roll, day: today(event.block.timestamp) };
  // A bill that needs no protest has none of its rest.
  await context.db
    .insert(billRest)
    .values({ chainId: context.chain.id, bill: id, protestedAt: 0n, costs: 0n, ...receipt })
    .onConflictDoUpdate(receipt);
  await change(context, event, ({ flags }) => ({ flags: flags | FLAG.rest }));
  await note(context, event, "RestTakenUp");
});

ponder.on("BillsRecourse:Kept", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  await book(context, { contract: event.log.address, account, token }, { kept: amount });
});

ponder.on("BillsRecourse:Withdrawn", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  await book(context, { contract: event.log.address, account, token }, { withdrawn: amount });
});

function lotOf({ db, chain }: Context, id: bigint): Promise<LotRow> {
  const key = { chainId: chain.id, id };
  return found(db.find(lot, key), "lot", { ...key, id: String(id) });
}
