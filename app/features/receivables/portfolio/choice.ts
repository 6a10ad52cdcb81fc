import type { Address } from "viem";
import { account, readable } from "../../../lib/wire.ts";
import type { Status } from "../shared/status.ts";
import { type Month, monthIn } from "./months.ts";

/** States that lots can be narrowed to: what is held is confirmed at least. */
export const heldStatuses = ["confirmed", "partPaid", "paid", "overdue", "defaulted"] as const satisfies Status[];
export type HeldStatus = (typeof heldStatuses)[number];

export const lotOrders = ["due", "open", "newest"] as const;
export type LotOrder = (typeof lotOrders)[number];

export const calendarViews = ["month", "list"] as const;
export type CalendarView = (typeof calendarViews)[number];

/** What is chosen on the page, as its address holds it. */
export interface PortfolioChoice {
  /** Undefined: the connected account. */
  readonly account: Address | undefined;
  /** Undefined: the first there is. */
  readonly token: Address | undefined;
  /** Undefined: the present one. */
  readonly month: Month | undefined;
  readonly view: CalendarView;
  readonly status: HeldStatus | undefined;
  readonly order: LotOrder;
}

export function portfolioChoiceOf(parameters: Pick<URLSearchParams, "get">): PortfolioChoice {
  return {
    account: readable(() => account(parameters.get("account"))),
    token: readable(() => account(parameters.get("token"))),
    month: monthIn(parameters.get("month") ?? ""),
    view: oneOf(calendarViews, parameters.get("view")),
    status: heldStatuses.find((each) => each === parameters.get("status")),
    order: oneOf(lotOrders, parameters.get("order")),
  };
}

function oneOf<T extends string>(values: readonly [T, ...T[]], text: string | null): T {
  return values.find((value) => value === text) ?? values[0];
}
