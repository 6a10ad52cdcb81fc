import type { Context } from "ponder:registry";
import { credit, dataset, mandate, offer, purchase, renewal, revenue, right } from "ponder:schema";
import { unpackRight } from "@tallystick/sdk/market/right";
import { type Address, type Hex, zeroAddress } from "viem";
import { found } from "../found.ts";
import type { Origin } from "../origin.ts";
import {
  type Acquired,
  bookCredit,
  type CreditRow,
  newPurchase,
  noRevenue,
  type RevenueRow,
  rightRow,
} from "./rows.ts";

type Db = Context["db"];

export const unpaid = { payer: zeroAddress, paid: 0n, fromBalance: false } as const;

/** Books a purchase with its offer, data set, revenue and right. */
export async function bookSale(
  db: Db,
  origin: Origin,
  event: { readonly offer: Hex; readonly reader: Address; readonly payer: Address; readonly right: bigint },
  fromBalance: boolean,
): Promise<{ readonly price: bigint; readonly token: Address }> {
  const { chainId } = origin;
  const { reader, payer, right: word } = event;
  const key = { chainId, id: event.offer };
  const { dataset: id, price, token } = await found(db.find(offer, key), "offer", key);
  await db.update(offer, key).set((row) => ({ sold: row.sold + 1, paid: row.paid + price }));
  await db.update(dataset, { chainId, id }).set((row) => ({ sold: row.sold + 1 }));
  await bookRevenue(db, noRevenue(chainId, id, token), (row) => ({
    sold: row.sold + 1,
    paid: row.paid + price,
  }));
  const sale = { kind: "bought", offer: key.id, payer, paid: price, fromBalance, word } as const;
  await push(db, origin, { chainId, dataset: id, reader }, sale);
  await noteRenewal(db, origin, sale);
  return { price, token };
}

/** The desk says that a mandate is used right before the market says who pays and until when: nothing is between. */
async function noteRenewal(db: Db, origin: Origin, sale: Acquired): Promise<void> {
  const { chainId, transaction, logIndex } = origin;
  const renewed = await db.find(renewal, { chainId, transaction, logIndex: logIndex - 1 });
  if (renewed === null) return;
  const { payer, fromBalance, word } = sale;
  const until = BigInt(unpackRight(word).until);
  await db.update(mandate, { chainId, id: renewed.mandate }).set({ payer, fromBalance, until });
}

/** Puts an entry on a reader's stack. */
export async function push(
  db: Db,
  origin: Origin,
  key: { chainId: number; dataset: Hex; reader: Address },
  event: Acquired,
): Promise<void> {
  const before = await db.find(right, key);
  const row = newPurchase(origin, key, before?.word ?? 0n, event);
  // The same receipt again: bought, given back and bought alike in one second.
  await db.insert(purchase).values(row).onConflictDoUpdate(row);
  const after = rightRow(key, event.word, origin.at);
  await db.insert(right).values(after).onConflictDoUpdate(after);
}

export async function book(db: Db, none: CreditRow, change: Parameters<typeof bookCredit>[1]): Promise<void> {
  await db
    .insert(credit)
    .values(bookCredit(none, change))
    .onConflictDoUpdate((row) => bookCredit(row, change));
}

export async function bookRevenue(
  db: Db,
  none: RevenueRow,
  change: (row: RevenueRow) => Partial<RevenueRow>,
): Promise<void> {
  await db
    .insert(revenue)
    .values({ ...none, ...change(none) })
    .onConflictDoUpdate(change);
}
