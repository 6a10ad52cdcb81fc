import assert from "node:assert/strict";
import { deskAbi } from "@tallystick/sdk/generated/abis/Desk";
import { dealsOf, mandatesOf, signedGrantsOf, termsOfDeal } from "@tallystick/sdk/indexer/desk";
import { type Deal, dealDigest, isDealClosed } from "@tallystick/sdk/market/exchange";
import { grantDigest, isGrantUsed } from "@tallystick/sdk/market/grants";
import { mandateDigest } from "@tallystick/sdk/market/mandates";
import { idOf, low, rowsOf } from "./compare.ts";
import type { DeskStory } from "./deskActs.ts";
import type { TestIndexer } from "./indexer.ts";
import type { World } from "./world.ts";

/** Signed grants, deals and mandates against the contract, and against what was signed. */
export async function compareDesk(indexer: TestIndexer, world: World, story: DeskStory): Promise<void> {
  await compareGrants(indexer, world, story);
  await compareDeals(indexer, world, story);
  await compareMandates(indexer, world, story);
}

async function compareGrants(indexer: TestIndexer, world: World, { grants }: DeskStory): Promise<void> {
  const options = { indexer: indexer.url };
  const { chainId } = world.chain;
  const { items } = await signedGrantsOf(options, chainId, { owner: world.address("climatologist") });
  assert.equal(items.length, grants.length);
  for (const [i, grant] of grants.entries()) {
    const row = items.find(({ id }) => id === grantDigest(chainId, world.at.desk, grant));
    assert.ok(await isGrantUsed(world.reader, grant));
    const told = i === 0 ? ["redeemed", idOf(grant.dataset), low(grant.reader)] : ["withdrawn", undefined, undefined];
    assert.deepEqual([row?.status, row?.dataset, row?.reader], told);
  }
}

const lowered = ({ first, second, ...rest }: Deal): Deal => ({
  first: { ...first, owner: low(first.owner) },
  second: { ...second, owner: low(second.owner) },
  ...rest,
});

async function compareDeals(indexer: TestIndexer, world: World, { deals }: DeskStory): Promise<void> {
  const options = { indexer: indexer.url };
  const { chainId } = world.chain;
  const { items } = await dealsOf(options, chainId, { party: world.address("cartographer") });
  assert.equal(items.length, deals.length);
  for (const [i, deal] of deals.entries()) {
    const row = items.find(({ id }) => id === dealDigest(chainId, world.at.desk, deal));
    if (row === undefined) throw new Error("A deal is not indexed.");
    assert.ok(await isDealClosed(world.reader, deal));
    assert.equal(row.status, i === 0 ? "done" : "withdrawn");
    assert.deepEqual(termsOfDeal(row), i === 0 ? lowered(deal) : undefined);
    assert.equal(row.withdrawnBy, i === 0 ? undefined : low(deal.second.owner));
  }
  const [done] = deals;
  const ofDataset = await dealsOf(options, chainId, { dataset: done?.second.dataset ?? 0n });
  assert.equal(ofDataset.totalCount, 1);
}

async function compareMandates(indexer: TestIndexer, world: World, { mandates }: DeskStory): Promise<void> {
  const { client } = world.reader;
  const { chainId } = world.chain;
  const options = { indexer: indexer.url };
  const pages = await Promise.all(
    (["analyst", "trader"] as const).map((who) => mandatesOf(options, chainId, { payer: world.address(who) })),
  );
  const rows = pages.flatMap(({ items }) => items);
  assert.equal(rows.length, mandates.length);
  for (const mandate of mandates) {
    const digest = mandateDigest(chainId, world.at.desk, mandate);
    const view = { abi: deskAbi, address: world.at.desk, functionName: "mandateState", args: [digest] } as const;
    const { spent, until, withdrawn } = await client.readContract(view);
    const row = rows.find(({ id }) => id === digest);
    const status = withdrawn ? "withdrawn" : "open";
    assert.deepEqual([row?.spent, row?.until, row?.status, row?.payer], [spent, until, status, low(mandate.payer)]);
    assert.equal(row?.history.length, row?.renewals);
    if (spent === 0n) continue;
    const used = [row?.offer, row?.reader, row?.fromBalance, row?.history[0]?.spent];
    assert.deepEqual(used, [mandate.offer, low(mandate.reader), mandate.fromBalance, spent]);
  }
  const renewals = await rowsOf(indexer, world.chain, "renewals", "mandate");
  assert.equal(
    renewals.length,
    rows.reduce((sum, row) => sum + row.renewals, 0),
  );
}
