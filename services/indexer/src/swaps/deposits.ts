import { type Context, ponder } from "ponder:registry";
import { swapDeposit, swapDepositSweep } from "ponder:schema";
import type { Address, Hex } from "viem";
import { originOf } from "../origin.ts";
import { credit, type LogTold, withdraw } from "./credits.ts";

ponder.on("DepositAddress:Claimed", async ({ event, context }) => {
  const { recipient: party, ...told } = event.args;
  await end(context, event, { ...told, party, end: "claimed" });
});

ponder.on("DepositAddress:Refunded", async ({ event, context }) => {
  const { refundee: party, ...told } = event.args;
  await end(context, event, { ...told, party, end: "refunded", preimage: null });
});

ponder.on("DepositAddress:Swept", async ({ event, context }) => {
  const { chainId, transaction, logIndex, at } = originOf(event, context);
  await context.db.insert(swapDepositSweep).values({ chainId, transaction, logIndex, ...event.args, at });
});

ponder.on("DepositAddress:Credited", async ({ event, context }) => credit(context, event));

ponder.on("DepositAddress:Withdrawn", async ({ event, context }) => withdraw(context, event));

interface Ended {
  readonly id: Hex;
  readonly token: Address;
  readonly party: Address;
  readonly amount: bigint;
  readonly end: "claimed" | "refunded";
  readonly preimage: Hex | null;
}

async function end(context: Context, event: LogTold, ended: Ended): Promise<void> {
  const { chainId, at, transaction } = originOf(event, context);
  await context.db.insert(swapDeposit).values({ chainId, ...ended, endedAt: at, transaction });
}
