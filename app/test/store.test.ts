import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { revive } from "../lib/tx/store.ts";

const sent = {
  id: "1",
  chainId: 31337,
  hash: "0x1",
  account: "0x2",
  title: { key: "tx.buy" },
  state: "pending",
  startedAt: 1,
};

describe("revive", () => {
  it("APP-07 finds what was sent again after a reload", () => {
    assert.deepEqual(revive(JSON.stringify([sent])), [sent]);
  });
  it("APP-07 leaves out what had not been sent, and whatever else the storage holds", () => {
    const unsent = { ...sent, hash: undefined };
    assert.deepEqual(revive(JSON.stringify([unsent, null, 7, { ...sent, title: null }, sent])), [sent]);
    for (const json of [null, "", "{", "{}", "7", "null"]) assert.deepEqual(revive(json), []);
  });
});
