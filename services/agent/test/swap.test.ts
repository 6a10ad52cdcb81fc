import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { hasAnvil } from "./anvil.ts";
import { addressOf, startWorld, until, type World } from "./world.ts";

describe("a swap between two agents", { skip: !hasAnvil }, () => {
  let world: World;
  before(async () => {
    world = await startWorld(1);
    for (const chain of [world.a, world.b]) for (const name of ["maker", "taker"]) await chain.give(addressOf(name));
  });
  after(() => world.stop());

  it("pays both parties at their receiving accounts", async () => {
    const offer = {
      gives: { chainId: 31338, asset: { kind: "native" }, amount: "2000000" },
      wants: { chainId: 31337, asset: { kind: "erc20", token: world.a.token }, amount: "1000000" },
    };
    const maker = await world.start("maker", { offers: [offer] });
    const taker = await world.start("taker");
    const [, order] = await until("an order", () => maker.openOrders()[0]);
    await until("the taker", () => taker.isReady());
    const started = performance.now();
    const entry = await taker.take(order, 500_000n);
    await until("the taker's end", () => entry.isOver);
    const taken = await until("the maker's swap", () => maker.book.swaps.get(entry.swap.id));
    await until("the maker's end", () => taken.isOver);
    console.log("swap took", performance.now() - started);
    assert.equal(entry.phase, "swapped");
    assert.equal(taken.phase, "swapped");
    assert.equal(await world.b.etherOf(addressOf("taker claims")), 1_000_000n);
    assert.equal(await world.a.tokensOf(addressOf("maker claims")), 500_000n);
  });
});
