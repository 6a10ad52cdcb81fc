import { buyLot, sellLot } from "../instruments/quotes.ts";
import { readLineage } from "../instruments/readLineage.ts";
import { claimOf } from "../instruments/receivableState.ts";
import { quoteCommands } from "./quoteCommands.ts";
import { lotNamed, ownLot, receivableNamed, unitsArgument } from "./receivableNamed.ts";

/** `tallystick quote …` */
export const quoteCommand = quoteCommands({
  quotes: "quotes",
  takesAdvance: true,
  named: receivableNamed,
  async lot(reader, { id }, text) {
    const lots = [...(await readLineage(reader, id)).values()];
    return lotNamed(
      lots.filter(({ holder }) => holder !== undefined),
      text,
    );
  },
  ownLot,
  units: unitsArgument,
  claim: (reader, { terms }, inner) => claimOf(reader, terms, inner),
  buy: (quotes, offer, { terms }, inner, bounds) => buyLot(quotes, offer, { terms, inner }, bounds),
  sell: (quotes, offer, { terms }, inner, choice) => sellLot(quotes, offer, { terms, inner }, choice),
});
