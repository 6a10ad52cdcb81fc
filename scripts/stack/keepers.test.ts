import assert from "node:assert/strict";
import { it } from "node:test";
import { createNursery } from "./children.ts";
import { forget, trialFolder } from "./trial.ts";

it("OPS-18: the end of a part that the others can do without stops nothing, that of one more does", async () => {
  const folder = trialFolder();
  const nursery = createNursery(folder);
  let left = 3;
  const isSpare = (): boolean => {
    left -= 1;
    return left >= 2;
  };
  const idle = { args: ["-e", "setInterval(() => {}, 1000)"], cwd: folder, env: {}, isSpare };
  const keepers = ["one", "two", "three"].map((name) => nursery.start({ ...idle, name }));
  const crashed = nursery.crashed.then(({ message }) => message);
  const [first, second] = keepers;
  assert.ok(first && second);
  process.kill(first.pid, "SIGKILL");
  await first.gone;
  assert.equal(await Promise.race([crashed, Promise.resolve("goes on")]), "goes on");
  process.kill(second.pid, "SIGKILL");
  assert.match(await crashed, /^The two stopped \(signal SIGKILL\)\./);
  await nursery.stopAll();
  forget(folder);
});
