import { big, readable } from "../../../lib/wire.ts";

/** By what offers for a lot are ordered; each begins with the best. */
export const orders = ["cost", "proceeds", "limit", "deadline"] as const;
export type Order = (typeof orders)[number];

export const views = ["sell", "buy", "standing", "advances"] as const;
export type View = (typeof views)[number];

/** A lot that is looked at, as the page's address holds it. */
export interface LotChoice {
  /** One lot alone: to compare what is offered for it, or to make an offer for. */
  readonly lot: bigint | undefined;
  readonly order: Order;
}

/** What is looked at, as the page's address holds it. */
export interface QuotesChoice extends LotChoice {
  readonly view: View;
}

export function lotChoiceOf(parameters: Pick<URLSearchParams, "get">): LotChoice {
  return {
    lot: readable(() => big(parameters.get("lot"), 256)),
    order: orders.find((each) => each === parameters.get("order")) ?? orders[0],
  };
}

export function quotesChoiceOf(parameters: Pick<URLSearchParams, "get">): QuotesChoice {
  return { view: views.find((each) => each === parameters.get("view")) ?? views[0], ...lotChoiceOf(parameters) };
}

/** The page of quotes for receivables. */
export const quotesHome = "/receivables/quotes";

/** Path of a view on a page of offers, and of one lot in it. */
export function offersPath(home: string, view: string, lot?: bigint): string {
  return `${home}?view=${view}${lot === undefined ? "" : `&lot=${lot}`}`;
}

/** The same of the page of quotes for receivables. */
export const quotesPath = (view: View, lot?: bigint): string => offersPath(quotesHome, view, lot);
