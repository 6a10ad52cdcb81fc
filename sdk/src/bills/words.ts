// The words for the contracts' numbers, apart from what asks the contracts: pages load them first.

/** States of a bill, by the contract's numbers (`IBills.Status`). `inRecourse` is never reached: a lot is in recourse. */
export const billStatuses = [
  "none",
  "drawn",
  "accepted",
  "partAccepted",
  "refusedAcceptance",
  "presented",
  "partPaid",
  "paid",
  "dishonoured",
  "protested",
  "inRecourse",
  "discharged",
  "cancelled",
  "blocked",
] as const;

export type BillStatus = (typeof billStatuses)[number];

/** What a party may do with a bill or a lot of it, by the contract's bits (`IBillsDesk.Action`). */
export const billActions = [
  "receiveBill",
  "refuseReceipt",
  "cancel",
  "present",
  "accept",
  "acceptPart",
  "refuse",
  "lapse",
  "guarantee",
  "presentForPayment",
  "pay",
  "payEarly",
  "refusePayment",
  "dishonour",
  "protest",
  "discharge",
  "collect",
  "handOn",
  "endorseNoFurther",
  "endorseInBlank",
  "endorseForCollection",
  "pledge",
  "deliver",
  "fill",
  "giveBack",
  "recall",
  "enforce",
  "notify",
  "protestRest",
] as const;

export type BillAction = (typeof billActions)[number];

/** When a bill is due, by the contract's numbers (`IBills.Tenor`). */
export const tenors = ["atSight", "afterSight", "afterDate", "fixedDay"] as const;

export type TenorName = (typeof tenors)[number];

/** Clauses on a face, by the contract's bits. */
export const billClauses = ["notToOrder", "noProtest", "noPresentment"] as const;

export type BillClause = (typeof billClauses)[number];

/** Flags of a bill, by the contract's bits. */
export const billFlags = ["accepted", "part", "delivered", "late", "refused", "rest"] as const;

export type BillFlag = (typeof billFlags)[number];

/** How a lot is held beside free, by the bits of its state. */
export const holds = ["inBlank", "withAgent", "pledged", "stopped"] as const;

export type Hold = (typeof holds)[number];

/** What is counted of a bill in its acceptor's record, by the contract's bits (`IAcceptors.noted`). */
export const acceptorNotes = ["accepted", "onTime", "late", "partPaid", "dishonoured"] as const;

export type AcceptorNote = (typeof acceptorNotes)[number];

/** The rule sets that are there from the beginning, by their numbers. */
export const RULES = { ulb: 1, bea: 2, nil: 3 } as const;

/** What a rule set permits, by its bits. */
export const permissions = ["inBlank", "partAcceptance"] as const;

export type Permission = (typeof permissions)[number];

/** Names in a word of bits. */
export function namesIn<Name extends string>(names: readonly Name[], bits: number | bigint): Name[] {
  return names.filter((_, i) => (BigInt(bits) >> BigInt(i)) & 1n);
}

/** Word of bits for names. */
export function bitsOf<Name extends string>(names: readonly Name[], chosen: readonly Name[]): number {
  return chosen.reduce((bits, name) => bits | (1 << names.indexOf(name)), 0);
}
