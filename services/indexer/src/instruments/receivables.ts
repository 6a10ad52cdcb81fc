import { type Context, ponder } from "ponder:registry";
import {
  debtorRecord,
  lot,
  receivable,
  receivableAct,
  receivableCollection,
  receivableCredit,
  receivablePayment,
} from "ponder:schema";
import type { Address } from "viem";
import { found } from "../found.ts";
import { noteSetting } from "../governance/noteSetting.ts";
import { type Origin, originOf } from "../origin.ts";
import {
  afterCredit,
  afterExtension,
  afterPayment,
  creditAfter,
  newReceivable,
  type ReceivableChange,
  type ReceivableRow,
  recordAfter,
  shareOf,
} from "./receivableRows.ts";

type Db = Context["db"];
type Act = Omit<typeof receivableAct.$inferInsert, "chainId" | "transaction" | "logIndex" | "at">;

ponder.on("Receivables:Registered", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const row = newReceivable(origin, event.args, event.log.address);
  await db.insert(receivable).values(row);
  // Lots:Opened came before.
  await db.update(lot, { chainId: row.chainId, id: row.root }).set({ receivable: row.id });
  await note(db, origin, { receivable: row.id, kind: "registered", account: row.creditor, amount: row.face });
});

ponder.on("Receivables:Confirmed", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { id, debtor, face } = event.args;
  const row = await change(db, origin, id, () => ({ status: "confirmed", confirmedAt: origin.at }));
  await count(db, row, { outstanding: face, confirmedSum: face, confirmedCount: 1 });
  await note(db, origin, { receivable: id, kind: "confirmed", account: debtor, amount: face });
});

ponder.on("Statements:StatementRegistered", async ({ event, context }) => {
  const { id, tab, number: statement } = event.args;
  await change(context.db, originOf(event, context), id, () => ({ tab, statement }));
});

ponder.on("Receivables:Disputed", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { id, debtor, reason } = event.args;
  await change(context.db, origin, id, () => ({ status: "disputed", disputedAt: origin.at, reason }));
  await note(context.db, origin, { receivable: id, kind: "disputed", account: debtor, reason });
});

ponder.on("Receivables:Withdrawn", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { id, creditor } = event.args;
  await change(context.db, origin, id, () => ({ status: "void", withdrawnAt: origin.at }));
  await note(context.db, origin, { receivable: id, kind: "withdrawn", account: creditor });
});

ponder.on("Receivables:PartPaid", async ({ event, context }) => {
  const { id, payer, principal, interest } = event.args;
  const origin = originOf(event, context);
  const after = await change(context.db, origin, id, (row) =>
    afterPayment(row, origin.at, { principal, interest }, false),
  );
  await count(context.db, after, { outstanding: -principal });
  await payment(context.db, origin, {
    receivable: id,
    payer,
    principal,
    interest,
    isInFull: false,
    isLate: origin.at > after.dueBy,
  });
});

ponder.on("Receivables:PaidInFull", async ({ event, context }) => {
  const { id, payer, principal, interest, isLate } = event.args;
  const origin = originOf(event, context);
  const after = await change(context.db, origin, id, (row) => ({
    ...afterPayment(row, origin.at, { principal, interest }, true),
    paidAt: origin.at,
    isPaidLate: isLate,
  }));
  const whole = isLate ? { lateSum: after.face, lateCount: 1 } : { onTimeSum: after.face, onTimeCount: 1 };
  await count(context.db, after, { outstanding: -principal, ...whole });
  await payment(context.db, origin, { receivable: id, payer, principal, interest, isInFull: true, isLate });
});

ponder.on("Receivables:Collected", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { chainId, transaction, logIndex, at } = origin;
  const { id, lot: lotId, holder, to, amount } = event.args;
  const row = { chainId, transaction, logIndex, receivable: id, lot: lotId, holder, to, amount, at };
  await db.insert(receivableCollection).values(row);
  const after = await change(db, origin, id, ({ pot, collected }) => ({
    pot: pot - amount,
    collected: collected + amount,
  }));
  // From a paid receivable it is the last time, and the lot is no more.
  if (after.status !== "paid") await mark(db, chainId, lotId, after.perUnit);
});

ponder.on("Receivables:Credited", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { id, lot: lotId, holder, principal } = event.args;
  const units = BigInt(event.args.units);
  const key = { chainId: origin.chainId, id: lotId };
  const left = await found(db.find(lot, key), "lot", { ...key, id: String(lotId) });
  const lotUnits = left.units + units;
  const before = await rowOf(db, origin.chainId, id);
  const { token } = before;
  const credited = afterCredit(before, origin.at, { units, lotUnits, mark: left.mark });
  if (credited.principal !== principal) {
    throw new Error(`A credit note of receivable ${id} took out ${principal}, against its books.`);
  }
  const after = await change(db, origin, id, () => credited.change);
  if (credited.share !== 0n) await mark(db, origin.chainId, lotId, after.perUnit);
  await earn(db, { chainId: origin.chainId, account: holder, token }, { earned: credited.owed });
  await count(db, after, { outstanding: -principal });
  await note(db, origin, { receivable: id, kind: "credited", account: holder, lot: lotId, amount: principal, units });
});

ponder.on("Receivables:Extended", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { id } = event.args;
  const dueAt = BigInt(event.args.dueAt);
  const { debtor } = await change(context.db, origin, id, (row) => afterExtension(row, origin.at, dueAt));
  await note(context.db, origin, { receivable: id, kind: "extended", account: debtor, dueAt });
});

ponder.on("Receivables:DefaultRecorded", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { id, debtor, principal } = event.args;
  const row = await change(context.db, origin, id, () => ({ status: "defaulted", defaultedAt: origin.at }));
  await count(context.db, row, { defaultedSum: principal, defaultedCount: 1 });
  await note(context.db, origin, { receivable: id, kind: "defaulted", account: debtor, amount: principal });
});

ponder.on("Receivables:RecourseDemanded", async ({ event, context }) => {
  const { id, lot: lotId, endorser, amount } = event.args;
  const act: Act = { receivable: id, kind: "demanded", account: endorser, lot: lotId, amount };
  await note(context.db, originOf(event, context), act);
});

ponder.on("Receivables:TakenUp", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { chainId } = origin;
  const { id, lot: lotId, endorser, from, amount } = event.args;
  const key = { chainId, id: lotId };
  const { units, mark: marked } = await found(db.find(lot, key), "lot", { ...key, id: String(lotId) });
  const before = await rowOf(db, chainId, id);
  // What was paid before is the earlier holder's.
  const share = shareOf(before, units, marked);
  const after = await change(db, origin, id, ({ pot }) => ({ pot: pot - share }));
  if (share !== 0n) await mark(db, chainId, lotId, after.perUnit);
  await earn(db, { chainId, account: from, token: after.token }, { earned: amount + share });
  await note(db, origin, { receivable: id, kind: "takenUp", account: endorser, lot: lotId, amount });
});

ponder.on("Receivables:WrittenOff", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { id, lot: lotId, holder, principal } = event.args;
  const row = await rowOf(context.db, origin.chainId, id);
  await count(context.db, row, { writtenOffSum: principal, writtenOffCount: 1 });
  await note(context.db, origin, {
    receivable: id,
    kind: "writtenOff",
    account: holder,
    lot: lotId,
    amount: principal,
  });
});

ponder.on("Receivables:ProceedsSent", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  await earn(context.db, { chainId: context.chain.id, account, token }, { withdrawn: amount });
});

ponder.on("Receivables:MaxTermSet", async ({ event, context }) => {
  await noteSetting(context, originOf(event, context), "maxTerm", event.args.maxTerm);
});

const rowOf = (db: Db, chainId: number, id: bigint): Promise<ReceivableRow> =>
  found(db.find(receivable, { chainId, id }), "receivable", { chainId, id: String(id) });

const change = (
  db: Db,
  { chainId }: Pick<Origin, "chainId">,
  id: bigint,
  by: (before: ReceivableRow) => ReceivableChange,
): Promise<ReceivableRow> => db.update(receivable, { chainId, id }).set(by);

async function note(db: Db, { chainId, transaction, logIndex, at }: Origin, act: Act): Promise<void> {
  await db.insert(receivableAct).values({ chainId, transaction, logIndex, ...act, at });
}

async function payment(
  db: Db,
  { chainId, transaction, logIndex, at }: Origin,
  paid: Omit<typeof receivablePayment.$inferInsert, "chainId" | "transaction" | "logIndex" | "at">,
): Promise<void> {
  await db.insert(receivablePayment).values({ chainId, transaction, logIndex, ...paid, at });
}

/** Adds to the record of a receivable's debtor: Debtors tells no event of it. */
async function count(db: Db, row: ReceivableRow, added: Parameters<typeof recordAfter>[2]): Promise<void> {
  const { chainId, debtor, token } = row;
  const after = recordAfter(row, await db.find(debtorRecord, { chainId, debtor, token }), added);
  await db.insert(debtorRecord).values(after).onConflictDoUpdate(after);
}

async function earn(
  db: Db,
  key: { readonly chainId: number; readonly account: Address; readonly token: Address },
  more: Parameters<typeof creditAfter>[2],
): Promise<void> {
  const before = await db.find(receivableCredit, key);
  const after = creditAfter(key, before, more);
  await db.insert(receivableCredit).values(after).onConflictDoUpdate(after);
}

async function mark(db: Db, chainId: number, id: bigint, perUnit: bigint): Promise<void> {
  await db.update(lot, { chainId, id }).set({ mark: perUnit });
}
