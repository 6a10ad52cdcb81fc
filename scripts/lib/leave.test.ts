import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";

/** More than a pipe holds. */
const LONG = 300_000;

describe("leave", () => {
  it("has all that was printed taken before it ends, however slowly, and ends with the code", async () => {
    const script = `import { leave } from ${JSON.stringify(new URL("leave.ts", import.meta.url).href)};
      console.log("a".repeat(${LONG}));
      console.log("the sum");
      await leave(3);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "pipe"] });
    const ended = once(child, "exit");
    await setTimeout(500);
    const output = await text(child.stdout);
    assert.equal(output.length, LONG + 1 + "the sum\n".length);
    assert.match(output, /\nthe sum\n$/);
    assert.deepEqual(await ended, [3, null]);
  });
});
