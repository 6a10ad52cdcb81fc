import { ponder } from "ponder:registry";
import { evidenceEntry, evidenceStream, receivable } from "ponder:schema";
import { originOf } from "../origin.ts";

ponder.on("Evidence:Attested", async ({ event, context }) => {
  const { chainId, transaction, logIndex, at } = originOf(event, context);
  const { id, stream: index, party, by, evidence } = event.args;
  const stream = evidenceStream.enumValues[index];
  if (stream === undefined) throw new Error(`Evidence is of the stream ${index}, which this indexer does not know.`);
  const row = { chainId, transaction, logIndex, receivable: id, stream, party, by, evidence, at };
  await context.db.insert(evidenceEntry).values(row);
  await context.db.update(receivable, { chainId, id }).set(({ streams }) => ({ streams: streams | (1 << index) }));
});
