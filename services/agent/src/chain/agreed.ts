import { EndpointError } from "./endpoint.ts";

/**
 * What so many endpoints answer alike, while no other so many answer otherwise; that they refuse alike is an answer too.
 *
 * @throws EndpointError
 */
export function agreedOf(answers: readonly PromiseSettledResult<unknown>[], quorum: number): unknown {
  const groups = new Map<string, PromiseSettledResult<unknown>[]>();
  for (const answer of answers) {
    const word = wordOf(answer);
    if (word !== undefined) groups.set(word, [...(groups.get(word) ?? []), answer]);
  }
  const agreeing = [...groups.values()].filter(({ length }) => length >= quorum);
  const [first] = agreeing[0] ?? [];
  if (first === undefined || agreeing.length > 1) {
    throw new EndpointError(
      "unreachable",
      `fewer than ${quorum} endpoints answer alike, or they contradict each other`,
    );
  }
  if (first.status === "rejected") throw first.reason;
  return first.value;
}

/** By what answers are compared; undefined: it is none. */
function wordOf(answer: PromiseSettledResult<unknown>): string | undefined {
  if (answer.status === "fulfilled") return JSON.stringify(answer.value);
  const reason: unknown = answer.reason;
  // Words differ from node to node.
  return reason instanceof EndpointError && reason.kind === "refused" ? `refused ${reason.data ?? ""}` : undefined;
}
