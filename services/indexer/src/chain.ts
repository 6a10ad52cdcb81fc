import { ponder } from "ponder:registry";
import { chain } from "ponder:schema";

ponder.on("Genesis:block", async ({ event, context }) => {
  await context.db.insert(chain).values({ chainId: context.chain.id, genesis: event.block.hash });
});
