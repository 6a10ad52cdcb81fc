import { type Context, ponder } from "ponder:registry";
import { hashLock, keptItem } from "ponder:schema";
import { type Lock, unpackTerms } from "@tallystick/sdk/swaps/lock";
import { type Address, type Hex, zeroAddress } from "viem";
import { originOf } from "../origin.ts";
import { credit, type LogTold, withdraw } from "./credits.ts";

ponder.on("HashLock:Locked", async ({ event, context }) => {
  const { token } = event.args;
  const kind = token === zeroAddress ? "native" : "erc20";
  await open(context, event, { ...event.args, kind, tokenId: 0n });
});

ponder.on("HashLock:LockedItem", async ({ event, context }) => {
  const { units, ...item } = event.args;
  // Without units it is an ERC-721.
  const what = units === 0n ? { kind: "erc721" as const, amount: 1n } : { kind: "erc6909" as const, amount: units };
  await open(context, event, { ...item, ...what });
});

ponder.on("HashLock:Vaulted", async ({ event, context }) => {
  const { id, vault } = event.args;
  await context.db.update(hashLock, { chainId: context.chain.id, id }).set({ vault });
});

ponder.on("HashLock:Claimed", async ({ event, context }) => {
  const { id, preimage } = event.args;
  await end(context, event, id, { end: "claimed", preimage });
});

ponder.on("HashLock:Refunded", async ({ event, context }) => {
  await end(context, event, event.args.id, { end: "refunded" });
});

ponder.on("HashLock:Credited", async ({ event, context }) => credit(context, event));

ponder.on("HashLock:Withdrawn", async ({ event, context }) => withdraw(context, event));

ponder.on("HashLock:ItemKept", async ({ event, context }) => {
  const key = { chainId: context.chain.id, ...event.args };
  const row = { keptAt: event.block.timestamp, withdrawnAt: null };
  await context.db
    .insert(keptItem)
    .values({ ...key, ...row })
    .onConflictDoUpdate(row);
});

ponder.on("HashLock:ItemWithdrawn", async ({ event, context }) => {
  const { token, tokenId, account } = event.args;
  const key = { chainId: context.chain.id, token, tokenId, account };
  await context.db.update(keptItem, key).set({ withdrawnAt: event.block.timestamp });
});

interface Opened {
  readonly id: Hex;
  readonly kind: Lock["asset"]["kind"];
  readonly token: Address;
  readonly tokenId: bigint;
  readonly amount: bigint;
  readonly hashlock: Hex;
  readonly recipient: Address;
  readonly refundee: Address;
  readonly terms: bigint;
}

async function open(context: Context, event: LogTold, { terms, ...opened }: Opened): Promise<void> {
  const { chainId, at, transaction } = originOf(event, context);
  const row = {
    ...opened,
    ...unpackTerms(terms),
    ...{ vault: null, lockedBlock: event.block.number, lockedAt: at, transaction },
    ...{ end: null, preimage: null, endedAt: null, endTransaction: null },
  };
  await context.db
    .insert(hashLock)
    .values({ chainId, ...row, times: 1 })
    .onConflictDoUpdate(({ times }) => ({ ...row, times: times + 1 }));
}

async function end(
  context: Context,
  event: LogTold,
  id: Hex,
  how: { readonly end: "claimed"; readonly preimage: Hex } | { readonly end: "refunded" },
): Promise<void> {
  const { chainId, at, transaction } = originOf(event, context);
  await context.db.update(hashLock, { chainId, id }).set({ ...how, endedAt: at, endTransaction: transaction });
}
