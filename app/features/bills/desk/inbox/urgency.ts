import type { IndexedBillTask } from "@tallystick/sdk/indexer/bills";

/** How soon something has to be done. */
export type Urgency = "over" | "today" | "soon" | "later" | "never";

/** Days that are soon. */
const soon = 3;

/**
 * How soon a task has to be done.
 *
 * @param today as a bill counts days
 */
export function urgencyOf({ lastDay }: Pick<IndexedBillTask, "lastDay">, today: number): Urgency {
  if (lastDay === undefined) return "never";
  const left = lastDay - today;
  if (left < 0) return "over";
  if (left === 0) return "today";
  return left <= soon ? "soon" : "later";
}
