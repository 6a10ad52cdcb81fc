import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { receivableIn, receivablePath } from "../features/receivables/shared/paths.ts";
import { streamsIn } from "../features/receivables/shared/status.ts";

describe("what pages of receivables share", () => {
  it("APP-152 leads to a receivable by its whole id, and takes nothing else for one", () => {
    const id = 2n ** 255n + 7n;
    const path = receivablePath(id);
    assert.equal(receivableIn(path.slice("/receivables/".length)), id);
    assert.equal(receivablePath(7n, "/statement"), `/receivables/0x${"0".repeat(63)}7/statement`);
    for (const bad of ["7", "0x7", `0x${"g".repeat(64)}`, `0x${"0".repeat(65)}`, ""]) {
      assert.equal(receivableIn(bad), undefined, bad);
    }
  });

  it("APP-152 reads the streams of evidence off the contract's bits", () => {
    assert.deepEqual(streamsIn(0), []);
    assert.deepEqual(streamsIn(0b0101), ["information", "logistics"]);
    assert.deepEqual(streamsIn(0b1111), ["information", "commercial", "logistics", "capital"]);
  });
});
