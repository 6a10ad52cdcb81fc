import { type Context, ponder } from "ponder:registry";
import { batchLeaf, batchLock } from "ponder:schema";
import { unpackHalves } from "@tallystick/sdk/swaps/batchTerms";
import { unpackTerms } from "@tallystick/sdk/swaps/lock";
import type { Address, Hex } from "viem";
import { originOf } from "../origin.ts";
import { credit, type LogTold, withdraw } from "./credits.ts";

ponder.on("BatchLock:Locked", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { whole, terms, ...locked } = event.args;
  const { number: leaves, amount } = unpackHalves(whole);
  const opened = { ...locked, ...unpackTerms(terms), amount, leaves, held: amount };
  await context.db.insert(batchLock).values({ chainId, ...opened, lockedAt: at, transaction, refundedAt: null });
});

ponder.on("BatchLock:Claimed", async ({ event, context }) => {
  await endLeaf(context, event, { end: "claimed", preimage: event.args.preimage });
});

ponder.on("BatchLock:RefundedEarly", async ({ event, context }) => {
  await endLeaf(context, event, { end: "refunded", preimage: null });
});

ponder.on("BatchLock:Refunded", async ({ event, context }) => {
  const { id, amount } = event.args;
  await context.db
    .update(batchLock, { chainId: context.chain.id, id })
    .set(({ held }) => ({ held: held - amount, refundedAt: event.block.timestamp }));
});

ponder.on("BatchLock:Credited", async ({ event, context }) => credit(context, event));

ponder.on("BatchLock:Withdrawn", async ({ event, context }) => withdraw(context, event));

interface LeafTold extends LogTold {
  readonly args: {
    readonly id: Hex;
    readonly recipient: Address;
    readonly index: bigint;
    readonly amount: bigint;
  };
}

async function endLeaf(
  context: Context,
  event: LeafTold,
  how: { readonly end: "claimed" | "refunded"; readonly preimage: Hex | null },
): Promise<void> {
  const { chainId, at, transaction } = originOf(event, context);
  const { id, index, recipient, amount } = event.args;
  const leaf = { chainId, batch: id, index: Number(index), recipient, amount, ...how, at, transaction };
  await context.db.insert(batchLeaf).values(leaf);
  await context.db.update(batchLock, { chainId, id }).set(({ held }) => ({ held: held - amount }));
}
