// Written out, as the SDK has them: its lists would bring the contracts' ABIs into every page that shows a state.

/** States of a receivable, in the contract's order (`IReceivables.Status`). */
export const statuses = [
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
export type Status = (typeof statuses)[number];

/** States of what is kept: what is not registered is nowhere. */
export const registeredStatuses = statuses.filter((each) => each !== "none");

/** States in which something is owed. */
export const owing: readonly Status[] = ["confirmed", "partPaid", "overdue", "defaulted"];

/** States in which somebody holds a part that is owed or was paid. */
export const held: readonly Status[] = [...owing, "paid"];

/** States in which evidence can still be given. */
export const open: readonly Status[] = ["registered", "disputed", ...owing];

/** Streams of evidence, in the contract's order (`IEvidence.Stream`). */
export const streams = ["information", "commercial", "logistics", "capital"] as const;
export type Stream = (typeof streams)[number];

/** The streams that a receivable has, by the bits that the contract keeps. */
export function streamsIn(bits: number): readonly Stream[] {
  return streams.filter((_, i) => (bits >> i) % 2 === 1);
}
