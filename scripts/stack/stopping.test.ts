import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { forget, freePorts, pidOf, startTrial, type Trial, trialFolder } from "./trial.ts";

const QUICK = ["--no-app", "--no-seed"];

async function withTrial(
  work: (trial: Trial) => Promise<void>,
  through?: (command: readonly string[]) => readonly string[],
): Promise<void> {
  const folder = trialFolder();
  const trial = startTrial(await freePorts(), folder, QUICK, through);
  try {
    await work(trial);
    assert.deepEqual(await trial.left(), []);
  } finally {
    trial.child.kill("SIGKILL");
    await trial.left();
    forget(folder);
  }
}

describe("npm start", () => {
  it("OPS-08: stops everything at SIGTERM while it is starting", () =>
    withTrial(async (trial) => {
      await trial.printed(/✔ Gateways started/);
      trial.child.kill("SIGTERM");
      assert.equal(await trial.exited, 130);
    }));

  it("OPS-09: leaves no process when it is killed", () =>
    withTrial(async (trial) => {
      await trial.printed(/✔ Gateways started/);
      trial.child.kill("SIGKILL");
      assert.equal(await trial.exited, null);
    }));

  it("OPS-10: stops everything when the process that started it is killed", () =>
    withTrial(
      async (trial) => {
        await trial.printed(/✔ Gateways started/);
        trial.child.kill("SIGKILL");
      },
      ([node = "", ...args]) => [node, "-e", parentOf([node, ...args])],
    ));

  it("OPS-11: says the last lines of a part that crashes while it starts", () =>
    withTrial(async (trial) => {
      await trial.printed(/✔ Gateways started/);
      process.kill(pidOf("gateway/src/main.ts", trial.folder), "SIGTERM");
      assert.equal(await trial.exited, 1);
      assert.match(
        trial.output(),
        /The gateway( of chain B)? stopped \(exit code 0\)\. Its last lines:\n\n {4}.*closing/s,
      );
    }));
});

/** A program that starts a command as its child and waits for it. */
function parentOf(command: readonly string[]): string {
  return `require("node:child_process").spawn(${JSON.stringify(command[0])}, ${JSON.stringify(command.slice(1))}, { stdio: "inherit" })`;
}
