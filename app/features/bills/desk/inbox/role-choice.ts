/** As what an account has a part in the bills that are shown. */
export const roleChoices = ["all", "holder", "drawer", "drawee", "payee", "guarantor"] as const;

export type RoleChoice = (typeof roleChoices)[number];

/** The role that the page's address names. */
export function roleChoiceOf(parameters: Pick<URLSearchParams, "get">): RoleChoice {
  return roleChoices.find((each) => each === parameters.get("role")) ?? "all";
}
