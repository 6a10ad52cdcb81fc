import type { BillAction } from "@tallystick/sdk/bills/words";

/** Acts that somebody waits for, or that are lost if they are left: what an inbox is for. */
const awaited = [
  "receiveBill",
  "accept",
  "presentForPayment",
  "pay",
  "dishonour",
  "protest",
  "notify",
  "collect",
] as const satisfies readonly BillAction[];

export type Asked = (typeof awaited)[number];

/**
 * What is asked of an account on a bill, of what it may do. Anybody may pay a bill: only its drawee is asked to.
 */
export function askedOf(actions: readonly BillAction[], isDrawee: boolean): readonly Asked[] {
  return awaited.filter((act) => actions.includes(act) && (act !== "pay" || isDrawee));
}
