import { type Context, ponder } from "ponder:registry";
import {
  tab,
  tabCollection,
  tabCredit,
  tabCreditLine,
  tabDeposit,
  tabHandOver,
  tabSettlement,
  tabStatement,
} from "ponder:schema";
import type { Address, Hex } from "viem";
import { found } from "../found.ts";
import { type Origin, originOf } from "../origin.ts";
import {
  bookTabCredit,
  changeTab,
  fundedOf,
  newTab,
  noTabCredit,
  type TabCreditRow,
  type TabRow,
  withOutstanding,
} from "./rows.ts";

type Db = Context["db"];

ponder.on("Tabs:Opened", async ({ event, context }) => {
  await context.db.insert(tab).values(newTab(originOf(event, context), event.args));
});

ponder.on("Tabs:Deposited", async ({ event, context }) => {
  const { id, payer, amount } = event.args;
  await deposit(context.db, originOf(event, context), id, { kind: "deposit", payer, amount });
});

ponder.on("Tabs:Paid", async ({ event, context }) => {
  const { id, payer, amount } = event.args;
  await deposit(context.db, originOf(event, context), id, { kind: "payment", payer, amount });
});

ponder.on("Tabs:CreditAccepted", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { id, limit, paymentTerm, serial } = event.args;
  const line = { limit, paymentTerm: BigInt(paymentTerm), serial: BigInt(serial) };
  const { chainId, at } = origin;
  await context.db.insert(tabCreditLine).values({ chainId, tab: id, ...line, acceptedAt: at });
  await change(context.db, origin, id, () => line);
});

ponder.on("Tabs:Settled", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { chainId, transaction, logIndex, at } = origin;
  const { id, owed, claimed } = event.args;
  const before = await tabOf(context.db, chainId, id);
  const added = claimed - before.claimed;
  const row = { chainId, transaction, logIndex, tab: id, owed, claimed, added, settledAt: at };
  await context.db.insert(tabSettlement).values(row);
  await change(context.db, origin, id, (known) => ({ claimed, owed: owed > known.owed ? owed : known.owed }));
});

ponder.on("Tabs:Collected", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { chainId, transaction, logIndex, at } = origin;
  const { id, provider, to, amount, fee } = event.args;
  const row = { chainId, transaction, logIndex, tab: id, provider, to, amount, fee, collectedAt: at };
  await context.db.insert(tabCollection).values(row);
  const after = await change(context.db, origin, id, ({ collected }) => ({ collected: collected + amount + fee }));
  if (fee === 0n) return;
  const { abi, address } = context.contracts.Tabs;
  // Immutable in the contract, hence the same at every block.
  const read = { abi, address, functionName: "treasury", cache: "immutable" } as const;
  await book(context.db, noTabCredit(chainId, await context.client.readContract(read), after.token), { fees: fee });
});

ponder.on("Tabs:StatementDue", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { chainId, at } = origin;
  const { id, number, amount, dueAt, ...parties } = event.args;
  const after = await change(context.db, origin, id, () => ({ statements: number }));
  const { reader, provider, token, voucher } = parties;
  await context.db.insert(tabStatement).values({
    chainId,
    tab: id,
    number,
    reader,
    provider,
    token,
    from: after.claimed - amount,
    to: after.claimed,
    amount,
    outstanding: amount,
    status: "open",
    voucher,
    dueAt: BigInt(dueAt),
    issuedAt: at,
  });
});

ponder.on("Tabs:HandedOver", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { chainId, transaction, logIndex, at } = origin;
  const { id, number, instrument, amount } = event.args;
  const row = { chainId, transaction, logIndex, tab: id, number, instrument, amount, handedOverAt: at };
  await context.db.insert(tabHandOver).values(row);
  const after = await change(context.db, origin, id, ({ handedOver }) => ({ handedOver: handedOver + amount }));
  await cover(context.db, after);
});

ponder.on("Tabs:ClosingStarted", async ({ event, context }) => {
  const { id, closesAt } = event.args;
  const closing = { status: "closing", closesAt: BigInt(closesAt) } as const;
  await change(context.db, originOf(event, context), id, () => closing);
});

ponder.on("Tabs:Closed", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { id, claimed, rest } = event.args;
  const after = await change(context.db, origin, id, ({ deposited }) => ({
    status: "closed",
    claimed,
    rest,
    deposited: deposited - rest,
    closedAt: origin.at,
  }));
  if (rest === 0n) return;
  await book(context.db, noTabCredit(origin.chainId, after.reader, after.token), { rests: rest });
});

ponder.on("Tabs:Withdrawn", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  const { chainId } = originOf(event, context);
  await book(context.db, noTabCredit(chainId, account, token), { withdrawn: amount });
});

// ------------------------------------------------------------------------------------------------------ shared

const tabOf = (db: Db, chainId: number, id: Hex): Promise<TabRow> =>
  found(db.find(tab, { chainId, id }), "tab", { chainId, id });

async function change(db: Db, origin: Origin, id: Hex, by: (before: TabRow) => Partial<TabRow>): Promise<TabRow> {
  const { chainId, at } = origin;
  return db.update(tab, { chainId, id }).set((before) => changeTab(before, at, by(before)));
}

async function deposit(
  db: Db,
  origin: Origin,
  id: Hex,
  money: { readonly kind: "deposit" | "payment"; readonly payer: Address; readonly amount: bigint },
): Promise<void> {
  const { chainId, transaction, logIndex, at } = origin;
  await db.insert(tabDeposit).values({ chainId, transaction, logIndex, tab: id, ...money, depositedAt: at });
  const after = await change(db, origin, id, ({ deposited }) => ({ deposited: deposited + money.amount }));
  await cover(db, after);
}

/** Money pays the oldest statement first: goes on from the last that was covered, to the first that is not. */
async function cover(db: Db, { chainId, id, covered, statements, ...totals }: TabRow): Promise<void> {
  const funded = fundedOf(totals);
  let last = covered;
  for (let number = covered + 1; number <= statements; number++) {
    const key = { chainId, tab: id, number };
    const row = withOutstanding(await found(db.find(tabStatement, key), "statement", key), funded);
    await db.update(tabStatement, key).set({ outstanding: row.outstanding, status: row.status });
    if (row.status === "open") break;
    last = number;
  }
  if (last !== covered) await db.update(tab, { chainId, id }).set({ covered: last });
}

async function book(db: Db, none: TabCreditRow, by: Parameters<typeof bookTabCredit>[1]): Promise<void> {
  await db
    .insert(tabCredit)
    .values(bookTabCredit(none, by))
    .onConflictDoUpdate((row) => bookTabCredit(row, by));
}
