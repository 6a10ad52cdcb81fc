import { askJson, type IndexerOptions, readAnswer } from "./ask.ts";
import { num, row } from "./fields.ts";

/** The newest block that the indexer has taken in of a chain. */
export interface IndexedHead {
  readonly number: number;
  /** Unix second. */
  readonly time: number;
}

const status = row({ id: num, block: row({ number: num, timestamp: num }) });

/**
 * How far the indexer is, by the chains' ids. A chain that is not among them has none of its blocks in yet.
 *
 * @throws `IndexerFailed`, `IndexerUnreachable`
 */
export async function indexedHeads(options: IndexerOptions): Promise<ReadonlyMap<number, IndexedHead>> {
  const answer = await askJson(options, "/status");
  const given = typeof answer === "object" && answer !== null ? Object.values(answer) : [];
  const chains = given.filter((each) => (each as { block?: unknown } | null)?.block);
  return new Map(
    chains.map((each) => {
      const { id, block } = readAnswer(options, status, each);
      return [id, { number: block.number, time: block.timestamp }] as const;
    }),
  );
}
