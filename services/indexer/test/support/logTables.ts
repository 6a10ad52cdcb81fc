import assert from "node:assert/strict";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { anchorsOf } from "@tallystick/sdk/indexer/audit";
import { accusationOf, logOf, periodsOf, proveAnswer } from "@tallystick/sdk/market/accessLog";
import type { Address, Hex } from "viem";
import { rowsOf } from "./compare.ts";
import type { TestIndexer } from "./indexer.ts";
import type { KeptReceipt } from "./logActs.ts";
import type { World } from "./world.ts";

interface LogRow {
  readonly keeper: Address;
  readonly through: string;
  readonly number: number;
  readonly head: string;
  readonly accused: number;
  readonly answered: number;
  readonly omitted: number;
}

interface AccusationRow {
  readonly keeper: Address;
  readonly digest: Hex;
  readonly status: "accused" | "answered" | "omitted";
  readonly answerBy: string;
}

/** Logs, anchors and accusations against the contract; and each receipt proved there from the indexed anchors alone. */
export async function compareLogs(indexer: TestIndexer, world: World, receipts: readonly KeptReceipt[]): Promise<void> {
  const { reader, chain } = world;
  const options = { indexer: indexer.url };
  const logs = await rowsOf<LogRow>(
    indexer,
    chain,
    "keeperLogs",
    "keeper through number head accused answered omitted",
  );
  const accusations = await rowsOf<AccusationRow>(indexer, chain, "accusations", "keeper digest status answerBy");
  for (const { keeper, through, number, head, ...counts } of logs) {
    const now = await logOf(reader, keeper);
    assert.deepEqual([Number(through), number, BigInt(head)], [now.through, now.number, now.head]);
    for (const [status, count] of Object.entries(counts)) {
      assert.equal(accusations.filter((each) => each.keeper === keeper && each.status === status).length, count);
    }
    const periods = await periodsOf(reader, keeper);
    const { items } = await anchorsOf(options, chain.chainId, { keeper });
    assert.deepEqual(
      items.map((each) => [each.number, each.from, each.through, each.root, each.transaction]).toReversed(),
      periods.map((each) => [each.number, each.from, each.through, each.root, each.transaction]),
    );
  }
  for (const { keeper, digest, status, answerBy } of accusations) {
    const now = await accusationOf(reader, keeper, digest);
    assert.deepEqual([status, Number(answerBy)], [now.status, now.answerBy]);
  }
  for (const each of receipts) await prove(world, options, each);
}

async function prove(world: World, options: { indexer: string }, kept: KeptReceipt): Promise<void> {
  const { receipt, digest, under } = kept;
  const keeper = world.address(kept.keeper);
  const view = { abi: accessLogAbi, address: world.at.accessLog } as const;
  const { at, ...said } = receipt.value;
  const args = [{ ...said, time: at }] as const;
  assert.equal(await world.reader.client.readContract({ ...view, functionName: "receiptDigest", args }), digest);
  if (under === undefined) return;
  const { chainId } = world.chain;
  const anchors = (await anchorsOf(options, chainId, { keeper, limit: 1_000 })).items.toReversed();
  const [covering] = (await anchorsOf(options, chainId, { keeper, time: Number(at) })).items;
  assert.equal(covering?.number, under.number);
  if (covering === undefined) return;
  const { number, from, through, root, previousHead } = covering;
  const later = anchors.filter((each) => each.number > number).map(({ link }) => link);
  const place = { number, from, through, root, previousHead, later, proof: [...under.proof] };
  const proved = await proveAnswer(world.reader, keeper, receipt, place);
  assert.deepEqual(proved, { granted: receipt.value.granted, digest });
}
