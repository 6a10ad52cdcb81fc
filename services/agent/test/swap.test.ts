import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { SALT_COUNTERS, saltCounter } from "@tallystick/sdk/swaps/order";
import { hasAnvil } from "./anvil.ts";
import { addressOf, linesOf, startWorld, until, type World } from "./world.ts";

describe("a swap between two agents", { skip: !hasAnvil }, () => {
  let world: World;
  before(async () => {
    world = await startWorld(1);
    for (const chain of [world.a, world.b]) for (const name of ["maker", "taker"]) await chain.give(addressOf(name));
  });
  after(() => world.stop());

  it("AGT-86 draws where a journal counts on from: another one's swaps may be hidden", async () => {
    const begun: number[] = [];
    for (const journal of ["first.jsonl", "second.jsonl"]) {
      const agent = await world.start("taker", { journal });
      await until("the taker", () => agent.isReady());
      await agent.stop();
      begun.push(
        ...linesOf(join(world.folder, journal)).flatMap((line) => (line.kind === "counters" ? [line.next] : [])),
      );
    }
    assert.equal(begun.length, 2);
    assert.notEqual(begun[0], begun[1]);
  });

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
    // AGT-86: by its lock alone the secret is found again.
    assert.equal(saltCounter(entry.swap.a.terms.salt), (entry.counter ?? 0) % SALT_COUNTERS);
    assert.equal(await world.b.etherOf(addressOf("taker claims")), 1_000_000n);
    assert.equal(await world.a.tokensOf(addressOf("maker claims")), 500_000n);
  });
});
