import { sql } from "ponder";
import { bill } from "../../../schema/bills.ts";
import { lot } from "../../../schema/lots.ts";
import type { Family } from "../instruments/family.ts";
import { dueBy, isNotToOrder, isOwing, isPromisedAt, ofLot, promisedOnLot, table } from "./sql.ts";

const b = bill;
const l = lot;

/** Offers for lots of bills, as `BillQuotes` takes them; "the debtor" is the drawee who accepted. */
export const bills: Family = {
  ...{ name: "bills", table: table("bill"), ofLot, dueBy, isOwing, isOpenAt: isPromisedAt },
  ...{ debtor: sql`${b.drawee}`, token: sql`${b.token}` },
  // Nobody is bound by his endorsement of a bill that is not to order.
  takes: (kind) => sql`(${kind}::text = 'withoutRecourse' or not ${isNotToOrder})`,
  isFit: (bid) => sql`(${bid.evidence} = 0 and ${bid.advanceBps} = 10000)`,
  columnsAt: () => ({
    billId: sql`${b.id}::text`,
    inner: sql`${l.inner}`,
    debtor: sql`${b.drawee}`,
    token: sql`${b.token}`,
    dueBy: sql`${dueBy}::text`,
    lotUnits: sql`${l.units}`,
    open: sql`${promisedOnLot}::text`,
  }),
};
