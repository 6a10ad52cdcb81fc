import type { offeredKind } from "../../schema/quotes.ts";

type OfferedKind = (typeof offeredKind.enumValues)[number];

/** How a lot is offered, by the kind's number in events; undefined: anybody may post that, and nobody can take it. */
export function offeredKindOf(kind: number): OfferedKind | undefined {
  return kind === 1 ? "withRecourse" : kind === 2 ? "withoutRecourse" : undefined;
}

/**
 * How a lot was sold.
 *
 * @throws for a kind by which a lot is not handed on: indexing stops rather than guess
 */
export function soldKindOf(kind: number): OfferedKind {
  const name = offeredKindOf(kind);
  if (name === undefined) throw new Error(`A lot was sold by the kind ${kind}, by which none is handed on.`);
  return name;
}
