import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";

const NODE_ENTRY = join(import.meta.dirname, "../../src/node.ts");

/** Saves so many bytes in one piece in a process that may write files of 512 KiB at most. */
function saveLimited(folder: string, bytes: number): { code: number | null; said: string } {
  const script = `
    const { saveFile } = await import(${JSON.stringify(NODE_ENTRY)});
    const stream = new ReadableStream({ start(to) { to.enqueue(new Uint8Array(${bytes})); to.close(); } });
    await saveFile(stream, ${JSON.stringify(folder)}, "a.bin").catch((error) => {
      console.log(error.code, error.message);
      process.exitCode = 1;
    });`;
  // "$0" is Node: the shell's limit counts in blocks of 512 bytes.
  const limited = ["-c", 'ulimit -f 1024 && exec "$0" --input-type=module -e "$1"', process.execPath, script];
  const { status, stdout } = spawnSync("sh", limited, { encoding: "utf8" });
  return { code: status, said: stdout.trim() };
}

describe("saveFile", { skip: process.platform === "win32" ? "Windows has no such limit" : false }, () => {
  it("SDK-36 says that there is no room, and leaves nothing, where a write takes only the first bytes", (context) => {
    const folder = mkdtempSync(join(tmpdir(), "tallystick-disk-"));
    context.after(() => rmSync(folder, { recursive: true }));
    const { code, said } = saveLimited(folder, 3_000_000);
    assert.equal(said, `DiskFull There is no room left for ${join(folder, "a.bin")}.`);
    assert.equal(code, 1);
    assert.deepEqual(readdirSync(folder), []);
    assert.equal(saveLimited(folder, 100_000).code, 0);
    assert.equal(statSync(join(folder, "a.bin")).size, 100_000);
  });
});
