import { big, readable } from "../../../lib/wire.ts";

/** By what offers for a lot are ordered; each begins with the best. */
export const orders = ["cost", "proceeds", "limit", "deadline"] as const;
export type Order = (typeof orders)[number];

export const views = ["sell", "buy", "standing", "advances"] as const;
export type View = (typeof views)[number];

/** What is looked at, as the page's address holds it. */
export interface QuotesChoice {
  readonly view: View;
  /** One lot alone: to compare what is offered for it, or to make an offer for. */
  readonly lot: bigint | undefined;
  readonly order: Order;
}

export function quotesChoiceOf(parameters: Pick<URLSearchParams, "get">): QuotesChoice {
  return {
    view: views.find((each) => each === parameters.get("view")) ?? views[0],
    lot: readable(() => big(parameters.get("lot"), 256)),
    order: orders.find((each) => each === parameters.get("order")) ?? orders[0],
  };
}

/** Path of a view, and of one lot in it. */
export function quotesPath(view: View, lot?: bigint): string {
  return `/receivables/quotes?view=${view}${lot === undefined ? "" : `&lot=${lot}`}`;
}
