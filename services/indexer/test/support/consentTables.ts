import assert from "node:assert/strict";
import { consentAbi } from "@tallystick/sdk/generated/abis/Consent";
import { involvementsOf, recordDetail, requestOfIndexed } from "@tallystick/sdk/indexer/consent";
import { requestDigest } from "@tallystick/sdk/market/consentMessages";
import { consentOf, emergencyOf, holdersHash, recordOf } from "@tallystick/sdk/market/consents";
import { type Address, type Hex, zeroHash } from "viem";
import { idOf, low, rowsOf } from "./compare.ts";
import type { ConsentStory } from "./consentActs.ts";
import type { TestIndexer } from "./indexer.ts";
import type { World } from "./world.ts";

type Detail = NonNullable<Awaited<ReturnType<typeof recordDetail>>>;

/** Records, holders, requests, consents and emergencies against what the contract says of each. */
export async function compareConsent(indexer: TestIndexer, world: World, story: ConsentStory): Promise<void> {
  const options = { indexer: indexer.url };
  const { chainId } = world.chain;
  const records = await rowsOf(indexer, world.chain, "records", "dataset");
  assert.equal(records.length, story.records.length);
  for (const dataset of story.records) {
    const detail = await recordDetail(options, chainId, dataset);
    if (detail === undefined) throw new Error("A record is not indexed.");
    await compareRecord(indexer, world, dataset, detail);
    for (const reader of story.readers) await compareReader(world, dataset, reader, detail);
    for (const { id, ...row } of detail.requests) {
      const request = requestOfIndexed({ id, ...row });
      const view = { abi: consentAbi, address: world.at.consent, functionName: "requestDigest" } as const;
      assert.equal(await world.reader.client.readContract({ ...view, args: [request] }), id);
    }
  }
  const [record] = story.records;
  const made = (await recordDetail(options, chainId, record ?? 0n))?.requests ?? [];
  assert.equal(made.length, story.requests.length);
  for (const { request, status } of story.requests) {
    const row = made.find(({ id }) => id === requestDigest(chainId, world.at.consent, request));
    assert.equal(row?.status, status, `purpose ${request.purpose} of ${request.reader}`);
    // PostgreSQL keeps no NUL.
    assert.equal(row?.message, `please\ufffd ${request.purpose}`);
  }
}

async function compareRecord(indexer: TestIndexer, world: World, dataset: bigint, detail: Detail): Promise<void> {
  const now = await recordOf(world.reader, dataset);
  if (now === undefined) throw new Error("The chain has no such record.");
  const { holders, holdersHash: hash, emergencyCredential, ...rest } = now;
  assert.equal(detail.holders.length, holders);
  assert.equal(holdersHash(detail.holders), hash);
  assert.equal(detail.emergencyCredential, emergencyCredential ?? zeroHash);
  assert.deepEqual(
    Object.keys(rest).map((name) => detail[name as keyof typeof rest]),
    Object.values(rest),
  );
  const held = await rowsOf<{ dataset: Hex; account: Address; position: number }>(
    indexer,
    world.chain,
    "holders",
    "dataset account position",
  );
  const own = held.filter((each) => each.dataset === idOf(dataset)).sort((a, b) => a.position - b.position);
  assert.deepEqual(
    own.map(({ account }) => account),
    detail.holders,
  );
}

async function compareReader(world: World, dataset: bigint, reader: Address, detail: Detail): Promise<void> {
  const { active, ...consent } = await consentOf(world.reader, dataset, reader);
  const row = detail.consents.find((each) => each.reader === low(reader));
  const kept = Object.keys(consent).map((name) => Number(row?.[name as keyof typeof consent] ?? 0));
  assert.deepEqual(kept, Object.values(consent).map(Number), `consent of ${reader}`);
  const isLive = row !== undefined && row.until > (await world.now()) && row.epoch === detail.epoch;
  assert.equal(isLive, active);

  const { until, segments, brokenAt, status } = await emergencyOf(world.reader, dataset, reader);
  const emergency = detail.emergencies.find((each) => each.reader === low(reader));
  if (emergency === undefined) assert.equal(status, "none");
  else {
    const seen = [emergency.until, emergency.segments, emergency.brokenAt, emergency.status];
    assert.deepEqual(seen, [until, segments, brokenAt, status]);
    const breaks = detail.emergencyActs.filter((act) => act.reader === low(reader) && act.kind === "broken");
    assert.equal(breaks.length, emergency.breaks);
  }
}

/** What an account has to do with records, as a dApp asks it. */
export async function compareInvolvement(indexer: TestIndexer, world: World, story: ConsentStory): Promise<void> {
  const of = async (account: Address) =>
    (await involvementsOf({ indexer: indexer.url }, world.chain.chainId, account)).map(
      ({ dataset, holds, asked, broke }) => ({ dataset, holds, asked, broke }),
    );
  const [record, early] = story.records;
  const none = { holds: false, asked: false, broke: false };
  assert.deepEqual(await of(world.address("trader")), [{ ...none, dataset: record, asked: true, broke: true }]);
  assert.deepEqual(await of(world.address("analyst")), [{ ...none, dataset: record, asked: true }]);
  assert.deepEqual(await of(world.address("cartographer")), [{ ...none, dataset: early, holds: true }]);
}
