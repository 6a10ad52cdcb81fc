import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";

describe("200 MB through encryption and back", () => {
  it("SDK-06 SDK-02 come out as they went in, in memory that does not grow with the file", async () => {
    // A process of its own, so that what other tests left behind does not count.
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, "../support/readBack.ts"), "200000000"]);
    const { same, bytes, grownBy } = JSON.parse(stdout) as { same: boolean; bytes: number; grownBy: number };
    assert.deepEqual([same, bytes], [true, 200_000_000]);
    assert.ok(grownBy < 180_000_000, `memory grew by ${grownBy} bytes`);
  });
});
