import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { anvilChain, hasAnvil } from "../support/anvil.ts";

describe("the other node of tests", { skip: !hasAnvil && "no other node here", timeout: 60_000 }, () => {
  it("SDK-224 fails with it when it does not come up", async () => {
    await assert.rejects(anvilChain("--no-such-option"), /ended with 2/);
  });

  it("SDK-224 is ended when nothing can be deployed on it", async () => {
    await assert.rejects(anvilChain("--accounts", "0"));
    assert.ok(!process.getActiveResourcesInfo().includes("ProcessWrap"));
  });
});
