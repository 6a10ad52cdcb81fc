import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";

describe("the package in a browser", () => {
  it("SDK-80 loads and works without Node's modules and globals", async () => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, "support/withoutNode.ts")]);
    const { exports, same, network } = JSON.parse(stdout) as { exports: number; same: boolean; network: string };
    assert.ok(exports > 100, `${exports} exports`);
    assert.deepEqual([same, network], [true, "Tallystick local A"]);
  });
});
