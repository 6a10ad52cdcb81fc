import { inArray, sql } from "ponder";
import { bill } from "../../../schema/bills.ts";
import { all, type Db, type Sql } from "../search/sql.ts";

const b = bill;

interface OfBill {
  readonly billId?: unknown;
}

/** Rows with the bills that they are about, in place of their ids. */
export async function withBills<Row extends object>(db: Db, chainId: number, rows: readonly Row[]) {
  const known: readonly (Row & OfBill)[] = rows;
  const ids = [...new Set(known.map((row) => String(row.billId)))].map(BigInt);
  const isAsked = all([sql`${b.chainId} = ${chainId}`, inArray(b.id, ids) as Sql]);
  const found = ids.length === 0 ? [] : await db.select().from(b).where(isAsked);
  return known.map(({ billId, ...row }) => ({ ...row, bill: found.find(({ id }) => String(id) === billId) }));
}

interface PageOf<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly next: string | null;
}

/** A page's rows with their bills. */
export async function pageWithBills<Row extends object>(db: Db, chainId: number, page: PageOf<Row>) {
  return { ...page, items: await withBills(db, chainId, page.items) };
}
