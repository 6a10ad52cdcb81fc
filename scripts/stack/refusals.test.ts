import assert from "node:assert/strict";
import { openSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative } from "node:path";
import { describe, it } from "node:test";
import { keepersFrom, thresholdOf } from "./keepers.ts";
import { takeLock } from "./lock.ts";
import { absentVariables, HOST, portsFrom, portVariables, requireFree } from "./ports.ts";
import { explain, explainCrash, isProblem } from "./problem.ts";
import { clearState, openState } from "./state.ts";
import { forget, freePorts, startTrial, trialFolder } from "./trial.ts";

describe("ports", () => {
  it("OPS-03: come from the environment, else are the usual ones", () => {
    assert.deepEqual(portsFrom({}), {
      chainA: 8545,
      chainB: 8546,
      gateway: 8787,
      gateway2: 8797,
      gateway3: 8807,
      gatewayB: 8788,
      agent: 8790,
      indexer: 42069,
      app: 3000,
    });
    const ports = portsFrom({ TALLYSTICK_PORT_APP: "4000" });
    assert.equal(ports.app, 4000);
    assert.equal(portVariables(ports).TALLYSTICK_PORT_APP, "4000");
  });

  it("OPS-18: are named of those keepers alone that there are", () => {
    const named = (keepers: number) =>
      Object.keys(portVariables(portsFrom({}), keepers)).filter((name) => name.includes("GATEWAY"));
    assert.deepEqual(named(1), ["TALLYSTICK_PORT_GATEWAY", "TALLYSTICK_PORT_GATEWAY_B"]);
    assert.equal(named(2).length, 3);
    assert.equal(named(3).length, 4);
    assert.deepEqual(absentVariables(2), ["TALLYSTICK_PORT_GATEWAY_3"]);
  });

  for (const text of ["0", "65536", "80 80", "-1", "1.5", "abc", ""]) {
    it(`OPS-03: refuses "${text}"`, () => {
      assert.throws(() => portsFrom({ TALLYSTICK_PORT_INDEXER: text }), {
        message: `TALLYSTICK_PORT_INDEXER is "${text}", but a port is a number from 1 to 65535.`,
      });
    });
  }

  it("OPS-03: refuses one port for two parts", () => {
    assert.throws(() => portsFrom({ TALLYSTICK_PORT_APP: "8545" }), {
      message: "The chain A and the page can't share port 8545.",
    });
  });

  it("OPS-04: names those that other programs have, and how to choose others", async () => {
    const ports = await freePorts();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(ports.app, HOST, resolve));
    await assert.rejects(requireFree(ports), (error: Error) => {
      assert.ok(isProblem(error));
      assert.match(error.message, new RegExp(`^Another program has port ${ports.app} \\(page\\)\\.`));
      assert.match(error.message, new RegExp(`TALLYSTICK_PORT_APP=${ports.app + 1000} npm start`));
      return true;
    });
    server.close();
    await new Promise((resolve) => server.once("close", resolve));
    await requireFree(ports);
  });
});

describe("the state folder", () => {
  it("OPS-06: says that the disk is full when it is", { skip: process.platform !== "linux" }, () => {
    const full = openSync("/dev/full", "w");
    assert.throws(
      () => writeSync(full, "more"),
      (error) => {
        assert.match(explain(error).message, /^The disk is full\. Free some space/);
        return true;
      },
    );
  });

  it("OPS-06: says how much room there is and how much is needed", () => {
    const folder = trialFolder();
    assert.throws(
      () => openState(folder, Number.MAX_SAFE_INTEGER),
      /^Error: The disk is nearly full: \d+ MB are free at /,
    );
    forget(folder);
  });

  it("OPS-06: says that it can't be written to", () => {
    const folder = trialFolder();
    const file = join(folder, "file");
    writeFileSync(file, "");
    assert.throws(() => openState(join(file, "state")), /^Error: This folder can't be written to by this user/);
    forget(folder);
  });

  it("OPS-06: tells a crash by the cause that the log names", () => {
    const { message } = explainCrash("gateway", "exit code 1", "/logs/gateway.log", ["ENOSPC: no space left", "bye"]);
    assert.match(message, /^The gateway stopped \(exit code 1\)\. The disk is full\./);
    assert.match(message, /\n {4}bye\n/);
    assert.match(message, /The whole log: \/logs\/gateway\.log$/);
  });

  it("OPS-05: keeps everything in one folder, also where that is named relative to this one", () => {
    const folder = trialFolder();
    const state = openState(relative(process.cwd(), folder));
    assert.deepEqual(state, { folder, logs: join(folder, "logs"), run: join(folder, "run") });
    forget(folder);
  });

  it("OPS-05: forgets what earlier runs left", () => {
    const folder = trialFolder();
    const state = openState(folder);
    clearState(state);
    writeFileSync(join(state.run, "old"), "");
    clearState(state);
    assert.throws(() => writeFileSync(join(state.run, "old"), "", { flag: "r+" }), { code: "ENOENT" });
    forget(folder);
  });
});

describe("the lock", () => {
  it("OPS-05: is held by one run at a time, and can be taken again when it is given back", async () => {
    const folder = trialFolder();
    const release = await takeLock(folder, "http://localhost:3000");
    await assert.rejects(takeLock(folder, "http://localhost:4000"), {
      message: `Tallystick is running already: process ${process.pid}, page http://localhost:3000. Stop it with Ctrl-C where it runs, or with \`kill ${process.pid}\`.`,
    });
    release();
    (await takeLock(folder, "http://localhost:4000"))();
    forget(folder);
  });

  it("OPS-05: is taken from a run that crashed, whoever has its process id now", async () => {
    const folder = trialFolder();
    const { app: port } = await freePorts();
    writeFileSync(join(folder, "lock.json"), JSON.stringify({ pid: process.pid, port, page: "" }));
    (await takeLock(folder, "http://localhost:3000"))();
    writeFileSync(join(folder, "lock.json"), "half writ");
    (await takeLock(folder, "http://localhost:3000"))();
    forget(folder);
  });
});

describe("keepers", () => {
  it("OPS-18: are one unless said otherwise, and more than half of them rebuild a key", () => {
    assert.equal(keepersFrom(undefined), 1);
    assert.deepEqual(["1", "2", "3"].map(keepersFrom), [1, 2, 3]);
    assert.deepEqual([1, 2, 3].map(thresholdOf), [1, 2, 2]);
  });

  for (const text of ["0", "4", "-1", "2.5", "three", "", "1e0", "03 "]) {
    it(`OPS-18: are not "${text}"`, () => {
      assert.throws(() => keepersFrom(text), {
        message: `--keepers is "${text}", but chain A can have 1 to 3 keepers, as in --keepers 3.`,
      });
    });
  }
});

describe("npm start", () => {
  it("OPS-07: refuses an option that it doesn't know", async () => {
    const folder = trialFolder();
    const trial = startTrial(await freePorts(), folder, ["--no-page"]);
    assert.equal(await trial.exited, 1);
    assert.match(trial.output(), /Unknown option '--no-page'.*\nKnown are --no-app, --no-seed and --keepers 3\./);
    forget(folder);
  });

  it("OPS-04: says which port is taken and exits with 1", async () => {
    const folder = trialFolder();
    const ports = await freePorts();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(ports.chainA, HOST, resolve));
    const trial = startTrial(ports, folder, ["--no-app", "--no-seed"]);
    assert.equal(await trial.exited, 1);
    assert.match(trial.output(), new RegExp(`Another program has port ${ports.chainA} \\(chain A\\)`));
    assert.deepEqual(await trial.left(), []);
    server.close();
    forget(folder);
  });
});
