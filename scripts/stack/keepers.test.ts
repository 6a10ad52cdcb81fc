import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { createNursery } from "./children.ts";
import { forget, trialFolder } from "./trial.ts";

/** Three parts of which two are enough. */
function three(restartAfter: number) {
  const folder = trialFolder();
  const nursery = createNursery(folder);
  let left = 3;
  let restarts = 0;
  const spare = {
    restartAfter,
    canMiss(): boolean {
      left -= 1;
      return left >= 2;
    },
    restarted(): void {
      left += 1;
      restarts += 1;
    },
  };
  const args = ["-e", "console.log(process.pid); setInterval(() => {}, 1000)"];
  const start = (name: string) => nursery.start({ name, args, cwd: folder, env: {}, spare });
  const [first, second] = [start("one"), start("two"), start("three")] as const;
  const crashed = nursery.crashed.then(({ message }) => message);
  return {
    first,
    second,
    crashed,
    restarts: () => restarts,
    async end(): Promise<void> {
      await nursery.stopAll();
      forget(folder);
    },
  };
}

describe("OPS-18: parts of which some can be missed", () => {
  it("stop nothing when one of them ends, everything when one more does", async () => {
    const { first, second, crashed, end } = three(60_000);
    process.kill(first.pid, "SIGKILL");
    await first.gone;
    assert.equal(await Promise.race([crashed, Promise.resolve("goes on")]), "goes on");
    process.kill(second.pid, "SIGKILL");
    assert.match(await crashed, /^The two stopped \(signal SIGKILL\)\./);
    await end();
  });

  it("are started again in a while, and count again from then on", async () => {
    const { first, second, crashed, restarts, end } = three(50);
    for (const [i, child] of [first, second].entries()) {
      process.kill(child.pid, "SIGKILL");
      await child.gone;
      for (let tries = 0; restarts() <= i && tries < 200; tries++) await setTimeout(20);
      assert.equal(restarts(), i + 1);
    }
    assert.equal(await Promise.race([crashed, Promise.resolve("goes on")]), "goes on");
    await end();
  });
});
