import assert from "node:assert/strict";
import { it } from "node:test";
import { forget, freePorts, pidsOf, startTrial, trialFolder } from "./trial.ts";

it("OPS-18: goes on without one of three keepers, and stops without two", async () => {
  const folder = trialFolder();
  const ports = await freePorts();
  const trial = startTrial(ports, folder, ["--no-app", "--no-seed", "--keepers", "3"]);
  await trial.printed(/any 2 of the 3 release a key/, 240);
  const keepers = pidsOf(`TALLYSTICK_GATEWAY_STORE=${folder}/run/gateway-31337`, folder);
  assert.equal(keepers.length, 3);
  const [first = 0, second = 0] = keepers;
  process.kill(first, "SIGKILL");
  await trial.printed(/has stopped; its set goes on without it/);
  const alive = [ports.gateway, ports.gateway2, ports.gateway3].map((port) =>
    fetch(`http://127.0.0.1:${port}/v1/keeper`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  assert.equal((await Promise.all(alive)).filter(Boolean).length, 2);
  process.kill(second, "SIGKILL");
  assert.equal(await trial.exited, 1);
  assert.match(trial.output(), /The gateway.* stopped \(signal SIGKILL\)\./);
  assert.deepEqual(await trial.left(), []);
  forget(folder);
});
