import { ponder } from "ponder:registry";
import { dataset, deal, mandate, renewal, signedGrant } from "ponder:schema";
import type { Address } from "viem";
import { found } from "../found.ts";
import { datasetKey } from "../market/rows.ts";
import { originOf } from "../origin.ts";

ponder.on("Desk:GrantRedeemed", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { grant: id, dataset: number, reader } = event.args;
  const key = { chainId, id: datasetKey(number) };
  const { owner } = await found(context.db.find(dataset, key), "dataset", key);
  const row = { chainId, id, status: "redeemed", owner, dataset: key.id, reader, endedAt: at, transaction } as const;
  await context.db.insert(signedGrant).values(row);
});

ponder.on("Desk:GrantWithdrawn", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { grant: id, owner } = event.args;
  const row = { chainId, id, status: "withdrawn", owner, endedAt: at, transaction } as const;
  await context.db.insert(signedGrant).values(row);
});

interface Side {
  readonly owner: Address;
  readonly dataset: bigint;
  readonly duration: number;
  readonly segments: number;
  readonly fromVersion: number;
  readonly laterVersions: boolean;
}

ponder.on("Desk:Exchanged", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { deal: id, terms } = event.args;
  const [first, second]: [Side, Side] = [terms.first, terms.second];
  await context.db.insert(deal).values({
    chainId,
    id,
    status: "done",
    first: first.owner,
    firstDataset: datasetKey(first.dataset),
    firstDuration: BigInt(first.duration),
    firstSegments: BigInt(first.segments),
    firstFromVersion: first.fromVersion,
    firstLaterVersions: first.laterVersions,
    second: second.owner,
    secondDataset: datasetKey(second.dataset),
    secondDuration: BigInt(second.duration),
    secondSegments: BigInt(second.segments),
    secondFromVersion: second.fromVersion,
    secondLaterVersions: second.laterVersions,
    nonce: terms.nonce,
    deadline: BigInt(terms.deadline),
    endedAt: at,
    transaction,
  });
});

ponder.on("Desk:DealWithdrawn", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { deal: id, by } = event.args;
  const row = { chainId, id, status: "withdrawn", withdrawnBy: by, endedAt: at, transaction } as const;
  await context.db.insert(deal).values(row);
});

// Who pays, and until when a renewal lasts, says the purchase that follows: src/market/booking.ts.
ponder.on("Desk:Renewed", async ({ event, context }) => {
  const { chainId, at, transaction, logIndex } = originOf(event, context);
  const { mandate: id, offer, reader, spent } = event.args;
  const row = { chainId, transaction, logIndex, mandate: id, offer, reader, spent, renewedAt: at };
  await context.db.insert(renewal).values(row);
  await context.db
    .insert(mandate)
    .values({ chainId, id, status: "open", offer, reader, spent, renewals: 1, until: 0n, updatedAt: at })
    .onConflictDoUpdate(({ renewals }) => ({ offer, reader, spent, renewals: renewals + 1, updatedAt: at }));
});

ponder.on("Desk:MandateWithdrawn", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { mandate: id, payer } = event.args;
  const ended = { status: "withdrawn", payer, withdrawnAt: at, updatedAt: at } as const;
  await context.db
    .insert(mandate)
    .values({ chainId, id, spent: 0n, renewals: 0, until: 0n, ...ended })
    .onConflictDoUpdate(ended);
});
