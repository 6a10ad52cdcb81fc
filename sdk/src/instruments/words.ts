// The words for the contracts' numbers, apart from what asks the contracts: pages load them first.

/** States of a receivable, by the contract's numbers (`IReceivables.Status`). */
export const receivableStatuses = [
  "none",
  "registered",
  "disputed",
  "confirmed",
  "partPaid",
  "paid",
  "overdue",
  "defaulted",
  "void",
] as const;

export type ReceivableStatus = (typeof receivableStatuses)[number];

/** What a party may do, by the contract's bits (`IReceivables.Action`). */
export const receivableActions = [
  "confirm",
  "dispute",
  "withdraw",
  "pay",
  "extend",
  "credit",
  "recordDefault",
  "handOn",
  "collect",
  "demand",
  "writeOff",
] as const;

export type ReceivableAction = (typeof receivableActions)[number];

/** The four flows behind a receivable, by the contract's numbers (`IEvidence.Stream`). */
export const evidenceStreams = ["information", "commercial", "logistics", "capital"] as const;

export type EvidenceStream = (typeof evidenceStreams)[number];
