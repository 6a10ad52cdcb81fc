import type { offeredKind } from "../../schema/quotes.ts";
import { kindOf } from "./lotRows.ts";

type OfferedKind = (typeof offeredKind.enumValues)[number];

/**
 * How a lot is offered, by the kind's number in events.
 *
 * @throws for a kind by which a lot is not handed on: indexing stops rather than guess
 */
export function offeredKindOf(kind: number): OfferedKind {
  const name = kindOf(kind);
  if (name === "withRecourse" || name === "withoutRecourse") return name;
  throw new Error(`A lot is offered as ${name}, by which none is handed on.`);
}
