import { buyBillLot, sellBillLot } from "../bills/billQuotes.ts";
import { billClaim } from "../bills/billState.ts";
import { billNamed, billUnits, heldLots, lotAmong, ownBillLot } from "./billNamed.ts";
import { quoteCommands } from "./quoteCommands.ts";

/** `tallystick bill quote …` */
export const quote = quoteCommands({
  quotes: "billQuotes",
  takesAdvance: false,
  named: billNamed,
  lot: async (reader, bill, text) => lotAmong(await heldLots(reader, bill), text),
  ownLot: ownBillLot,
  units: billUnits,
  claim: (reader, { face }, inner) => billClaim(reader, face, inner),
  buy: (quotes, offer, { face }, inner, bounds) => buyBillLot(quotes, offer, { face, inner }, bounds),
  sell: (quotes, offer, { face }, inner, choice) => sellBillLot(quotes, offer, { face, inner }, choice),
});
