import type { Context } from "ponder:registry";
import { bill, billCredit, billEvent } from "ponder:schema";
import { found } from "../found.ts";
import { originOf } from "../origin.ts";
import { bookIn, type Change, type Place } from "../waiting.ts";
import { type BillChange, type BillRow, detailsOf } from "./billRows.ts";

// What the handlers of all contracts of bills do with their tables.

export type Told = Parameters<typeof originOf>[0];

/** Of any contract of bills. */
interface BillTold extends Told {
  readonly args: { readonly id: bigint; readonly lot?: bigint };
}

/** The row of a bill that an event speaks of. */
export function billOf(context: Context, id: bigint): Promise<BillRow> {
  const key = { chainId: context.chain.id, id };
  return found(context.db.find(bill, key), "bill", { ...key, id: String(id) });
}

/** Changes a bill by an event of it. */
export async function change(context: Context, event: BillTold, what: (row: BillRow) => BillChange): Promise<void> {
  const { chainId, at } = originOf(event, context);
  const row = await billOf(context, event.args.id);
  await context.db.update(bill, { chainId, id: row.id }).set({ ...what(row), changedAt: at });
}

/** Notes an event of a bill in its timeline. */
export async function note(context: Context, event: BillTold, name: string): Promise<void> {
  const { chainId, transaction, logIndex, at } = originOf(event, context);
  const { id, lot = null } = event.args;
  const details = detailsOf(event.args);
  await context.db.insert(billEvent).values({ chainId, transaction, logIndex, bill: id, name, lot, details, at });
}

/** Books what waits for an account in a contract of bills. */
export function book(context: Context, where: Place, change: Change): Promise<void> {
  return bookIn(context, billCredit, where, change);
}
