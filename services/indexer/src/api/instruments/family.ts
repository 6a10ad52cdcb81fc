import { sql } from "ponder";
import { lot } from "../../../schema/lots.ts";
import type { quoteBid } from "../../../schema/quotes.ts";
import { receivable } from "../../../schema/receivables.ts";
import { names, type Sql } from "../search/sql.ts";
import { isDefaultAt, isOpenAt, isOwing, ofLot, openOnLot, statusAt } from "./sql.ts";

const r = receivable;

/** What offers for lots depend on: claims of which kind they are of. */
export interface Family {
  readonly name: "receivables" | "bills";
  /** Claims, and how a lot's is found. */
  readonly table: Sql;
  readonly ofLot: Sql;
  readonly debtor: Sql;
  readonly token: Sql;
  /** Last second at which a claim is paid in time. */
  readonly dueBy: Sql;
  /** Whether something is owed on it: it is sold at a price. */
  readonly isOwing: Sql;
  /** Whether it is sold by rate and fee, too. */
  readonly isOpenAt: (now: number) => Sql;
  /** Whether its lots are handed on by a kind. */
  readonly takes: (kind: Sql) => Sql;
  /** Whether a bid is one that can be taken. */
  readonly isFit: (bid: typeof quoteBid) => Sql;
  /** What is told of a lot and its claim. */
  readonly columnsAt: (now: number) => Readonly<Record<string, Sql>>;
}

export const receivables: Family = {
  ...{ name: "receivables", table: sql.raw(`${names.tables}.receivable`), ofLot },
  ...{ debtor: sql`${r.debtor}`, token: sql`${r.token}`, dueBy: sql`${r.dueBy}`, isOwing, isOpenAt },
  takes: () => sql`true`,
  isFit: () => sql`true`,
  columnsAt: (now) => ({
    receivable: sql`${r.id}`,
    debtor: sql`${r.debtor}`,
    creditor: sql`${r.creditor}`,
    token: sql`${r.token}`,
    number: sql`${r.number}`,
    status: statusAt(now),
    isDefault: isDefaultAt(now),
    dueBy: sql`${r.dueBy}`,
    streams: sql`${r.streams}`,
    lotUnits: sql`${lot.units}`,
    open: sql`(${openOnLot})::text`,
  }),
};
