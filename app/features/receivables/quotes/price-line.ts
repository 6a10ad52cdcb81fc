import { type DayPrice, slidingPrices } from "@tallystick/sdk/instruments/discount";
import type { Place } from "../../../lib/places.ts";

/** How a price slides until the due date, as a chart and a table show it. */
export interface PriceLine {
  /** A step a day; the bottom is `lowest`, the top the face. */
  readonly places: readonly Place[];
  readonly lowest: bigint;
  /** Some of the days, the first and the last among them. */
  readonly rows: readonly Pick<DayPrice, "from" | "net" | "discount" | "fee">[];
}

/** A table of more rows is read by nobody. */
const mostRows = 32;

/**
 * What a seller gets for a face on each day until it is due (dynamic discounting); undefined where it was due before, is
 * nothing, or the discount would be the whole.
 *
 * @param terms.feeBps of the discounted price, kept by the buyer
 */
export function priceLine(terms: {
  readonly face: bigint;
  readonly dueAt: number;
  readonly at: number;
  readonly rateBps: number;
  readonly feeBps: number;
}): PriceLine | undefined {
  const days = pricesOf(terms);
  const first = days?.[0];
  if (days === undefined || first === undefined) return undefined;
  const lowest = days.reduce((least, { net }) => (net < least ? net : least), first.net);
  const span = terms.face - lowest;
  const y = (net: bigint) => (span === 0n ? 1 : Number(((net - lowest) * 10_000n) / span) / 10_000);
  const places = days.flatMap(({ net }, i) => [
    { x: i / days.length, y: y(net) },
    { x: (i + 1) / days.length, y: y(net) },
  ]);
  const step = Math.max(1, Math.ceil((days.length - 1) / (mostRows - 1)));
  return { places, lowest, rows: days.filter((_, i) => i % step === 0 || i === days.length - 1) };
}

function pricesOf(terms: Parameters<typeof priceLine>[0]): readonly DayPrice[] | undefined {
  try {
    return slidingPrices({ ...terms, dayCount: "actual/360", rounding: "down" });
  } catch {
    return undefined;
  }
}
