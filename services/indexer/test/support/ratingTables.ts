import assert from "node:assert/strict";
import { passesAbi } from "@tallystick/sdk/generated/abis/Passes";
import { ratingsAbi } from "@tallystick/sdk/generated/abis/Ratings";
import { passesOf } from "@tallystick/sdk/indexer/passes";
import { passId } from "@tallystick/sdk/market/passes";
import { type Address, type Hex, numberToHex } from "viem";
import { low, rowsOf } from "./compare.ts";
import type { TestIndexer } from "./indexer.ts";
import type { World } from "./world.ts";

interface RatingRow {
  readonly dataset: Hex;
  readonly reader: Address;
  readonly receipt: Hex;
  readonly paid: string;
  readonly stars: number;
}

type Total = { dataset: Hex } & Record<"paidCount" | "paidStars" | "freeCount" | "freeStars", number>;

/** Stars of every rating, and the sums of every data set, against the contract. */
export async function compareRatings(indexer: TestIndexer, world: World): Promise<number> {
  const { client } = world.reader;
  const view = { abi: ratingsAbi, address: world.at.ratings } as const;
  const rows = await rowsOf<RatingRow>(indexer, world.chain, "ratings", "dataset reader receipt paid stars");
  for (const { dataset, reader, receipt, stars } of rows) {
    const args = [BigInt(dataset), reader, BigInt(receipt)] as const;
    assert.equal(await client.readContract({ ...view, functionName: "ratingOf", args }), stars);
  }
  const columns = "dataset paidCount paidStars freeCount freeStars";
  const totals = await rowsOf<Total>(indexer, world.chain, "ratingTotals", columns);
  assert.equal(totals.length, new Set(rows.map(({ dataset }) => dataset)).size);
  for (const { dataset, ...sums } of totals) {
    const args = [BigInt(dataset)] as const;
    const total = await client.readContract({ ...view, functionName: "totalOf", args });
    const now = Object.entries(total).map(([name, value]) => [name, Number(value)]);
    assert.deepEqual(sums, Object.fromEntries(now));
  }
  return rows.length;
}

/** Every pass against its contract: whose it is, of what, since when; one that was burned is nobody's. */
export async function comparePasses(indexer: TestIndexer, world: World): Promise<Record<"minted" | "burned", number>> {
  const { client } = world.reader;
  const view = { abi: passesAbi, address: world.at.passes } as const;
  const counts = { minted: 0, burned: 0 };
  for (const who of ["analyst", "researcher"] as const) {
    const { items } = await passesOf({ indexer: indexer.url }, world.chain.chainId, world.address(who));
    const balance = await client.readContract({ ...view, functionName: "balanceOf", args: [world.address(who)] });
    assert.equal(BigInt(items.filter(({ status }) => status === "minted").length), balance);
    for (const { id, dataset, reader, status, mintedAt, right } of items) {
      counts[status] += 1;
      assert.equal(id, numberToHex(passId(BigInt(dataset), reader), { size: 32 }));
      assert.equal(right?.reader, reader);
      const args = [BigInt(id)] as const;
      if (status === "burned") {
        await assert.rejects(client.readContract({ ...view, functionName: "ownerOf", args }), /NonexistentToken/);
        continue;
      }
      assert.equal(low(await client.readContract({ ...view, functionName: "ownerOf", args })), reader);
      assert.equal(await client.readContract({ ...view, functionName: "datasetOf", args }), BigInt(dataset));
      assert.equal(await client.readContract({ ...view, functionName: "startTime", args }), BigInt(mintedAt));
    }
  }
  return counts;
}
