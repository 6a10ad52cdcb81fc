import { type Context, ponder } from "ponder:registry";
import { holdback, holdbackCredit, lot, receivable } from "ponder:schema";
import type { Address } from "viem";
import { found } from "../found.ts";
import { originOf } from "../origin.ts";

ponder.on("Quotes:Advanced", async ({ event, context }) => {
  const { db } = context;
  const { chainId, at, transaction } = originOf(event, context);
  const { lot: id, holdback: contract, financier, seller, advance, fee, rateBps } = event.args;
  const { receivable: of } = await found(db.find(lot, { chainId, id }), "lot", { chainId, id: String(id) });
  if (of === null) throw new Error(`An advance was paid on the lot ${id}, which is of no receivable.`);
  const key = { chainId, id: of };
  const { token } = await found(db.find(receivable, key), "receivable", { ...key, id: String(of) });
  await db.insert(holdback).values({
    chainId,
    holdback: contract,
    lot: id,
    receivable: of,
    token,
    financier,
    seller,
    advance,
    fee,
    rateBps,
    startedAt: at,
    toFinancier: 0n,
    toSeller: 0n,
    principal: advance,
    charges: fee,
    settledAt: null,
    transaction,
  });
});

ponder.on("Holdback:Settled", async ({ event, context }) => {
  const { toFinancier, toSeller, principal, charges } = event.args;
  const key = { chainId: context.chain.id, holdback: event.log.address };
  await context.db.update(holdback, key).set((row) => ({
    toFinancier: row.toFinancier + toFinancier,
    toSeller: row.toSeller + toSeller,
    principal,
    charges,
    settledAt: event.block.timestamp,
  }));
});

ponder.on("Holdback:Kept", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  await book(context, event.log.address, { account, token }, { kept: amount });
});

ponder.on("Holdback:Withdrawn", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  await book(context, event.log.address, { account, token }, { withdrawn: amount });
});

async function book(
  context: Context,
  contract: Address,
  whose: { readonly account: Address; readonly token: Address },
  { kept = 0n, withdrawn = 0n }: { readonly kept?: bigint; readonly withdrawn?: bigint },
): Promise<void> {
  const balance = kept - withdrawn;
  await context.db
    .insert(holdbackCredit)
    .values({ chainId: context.chain.id, holdback: contract, ...whose, kept, withdrawn, balance })
    .onConflictDoUpdate((row) => ({
      kept: row.kept + kept,
      withdrawn: row.withdrawn + withdrawn,
      balance: row.balance + balance,
    }));
}
