import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startSite, wireOrder } from "./site.ts";

const ORDERS = 200;

describe("a stream of orders", () => {
  it("APP-210 takes no more memory for who does not read, leaves him, and shows all to who reads slowly", async () => {
    const site = startSite({
      settings: { perMaker: ORDERS, rate: ORDERS, rateInAll: ORDERS, streams: 2 },
      stream: { beat: 150, life: 60_000 },
    });
    for (let nonce = 0n; nonce < ORDERS; nonce += 1n) {
      assert.equal((await site.ask("", await wireOrder({ nonce }))).status, 200);
    }
    let read = 0;
    const { changes } = site.relay.store;
    site.relay.store.changes = (...args) => {
      const rows = changes(...args);
      read += rows.length;
      return rows;
    };

    const unread = await site.ask("/stream");
    assert.ok(read < 120, `${read} orders wait`);

    const slow = await site.ask("/stream");
    assert.ok(slow.body);
    const reader = slow.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (text.split("event: order").length <= ORDERS) {
      const { done, value } = await reader.read();
      assert.equal(done, false);
      text += value ?? "";
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    assert.deepEqual(
      ids,
      [...ids].sort((x, y) => x - y),
    );
    assert.equal(new Set(ids).size, ORDERS);
    await reader.cancel();

    await new Promise((resolve) => setTimeout(resolve, 400));
    await assert.rejects(unread.text(), /does not read/);
    const next = [await site.ask("/stream"), await site.ask("/stream")];
    assert.deepEqual(
      next.map(({ status }) => status),
      [200, 200],
    );
    for (const each of next) await each.body?.cancel();
  });
});
