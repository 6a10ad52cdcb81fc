import { type LotChoice, lotChoiceOf, offersPath } from "../../receivables/quotes/choice.ts";

export const deskViews = ["sell", "buy", "standing", "repos"] as const;
export type DeskView = (typeof deskViews)[number];

/** What is looked at on the discount desk, as its address holds it. */
export interface DeskChoice extends LotChoice {
  readonly view: DeskView;
}

export function deskChoiceOf(parameters: Pick<URLSearchParams, "get">): DeskChoice {
  return {
    view: deskViews.find((each) => each === parameters.get("view")) ?? deskViews[0],
    ...lotChoiceOf(parameters),
  };
}

/** The discount desk. */
export const deskHome = "/bills/desk";

/** Path of a view of it, and of one lot in it. */
export const deskPath = (view: DeskView, lot?: bigint): string => offersPath(deskHome, view, lot);
