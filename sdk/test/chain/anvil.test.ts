import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { anvilChain, hasAnvil } from "../support/anvil.ts";

describe("the other node of tests", { skip: !hasAnvil && "no other node here", timeout: 60_000 }, () => {
  it("SDK-224 fails with it when it does not come up", async () => {
    await assert.rejects(anvilChain("--no-such-option"), /ended with 2/);
  });

  it("SDK-224 is ended when nothing can be deployed on it", async () => {
    await assert.rejects(anvilChain("--accounts", "0"));
    // The handle of an ended process is let go of a moment later.
    const isHeld = (): boolean => process.getActiveResourcesInfo().includes("ProcessWrap");
    for (let i = 0; i < 100 && isHeld(); ++i) await wait(100);
    assert.ok(!isHeld());
  });
});
