import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { ProcessFaults } from "./processFaults.ts";

// Writes three lines as the agent writes its journal, and a file that is none.
const PROGRAM = `
  import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
  const journal = openSync("journal.jsonl", "a");
  const other = openSync("other.txt", "w");
  for (const line of ["one", "two", "three"]) {
    writeSync(journal, JSON.stringify(line) + "\\n");
    fsyncSync(journal);
    writeSync(other, "x");
    fsyncSync(other);
  }
  closeSync(journal);
  process.stdout.write(String(Date.now()));
`;

describe("what is laid before an agent's process", { timeout: 120_000 }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "chaos-"));
    const seconds = Buffer.alloc(8);
    seconds.writeBigInt64BE(1_800_000_000n);
    writeFileSync(join(folder, "clock"), seconds);
  });
  after(() => rmSync(folder, { recursive: true }));

  async function run(faults: ProcessFaults) {
    rmSync(join(folder, "journal.jsonl"), { force: true });
    const preload = join(import.meta.dirname, "preload.ts");
    const args = ["--import", preload, "--input-type=module", "--eval", PROGRAM];
    const env = {
      ...process.env,
      CHAOS_PROCESS: JSON.stringify({ journal: join(folder, "journal.jsonl"), ...faults }),
    };
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const printed = { out: "", err: "" };
    child.stdout.on("data", (part) => {
      printed.out += part;
    });
    child.stderr.on("data", (part) => {
      printed.err += part;
    });
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      child.once("close", (...ended) => resolve(ended)),
    );
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    return { code, signal, ...printed, journal: read("journal.jsonl"), other: read("other.txt") };
  }

  it("AGT-61 changes nothing when nothing is to go wrong", async () => {
    const { code, journal, other, out } = await run({});
    assert.deepEqual({ code, journal, other }, { code: 0, journal: '"one"\n"two"\n"three"\n', other: "xxx" });
    assert.ok(Math.abs(Number(out) - Date.now()) < 60_000);
  });

  it("AGT-61 kills before a line, in its middle, and after it", async () => {
    const before = await run({ kill: { line: 2, when: "before" } });
    assert.deepEqual([before.signal, before.journal, before.other], ["SIGKILL", '"one"\n', "x"]);
    const torn = await run({ kill: { line: 2, when: "torn" } });
    assert.deepEqual([torn.signal, torn.journal, torn.other], ["SIGKILL", '"one"\n"tw', "x"]);
    const after = await run({ kill: { line: 2, when: "after" } });
    assert.deepEqual([after.signal, after.journal, after.other], ["SIGKILL", '"one"\n"two"\n', "x"]);
  });

  it("AGT-61 fills the disk, or takes the right to write, once so many lines are written", async () => {
    const full = await run({ disk: { kind: "full", fromLine: 1 } });
    assert.deepEqual([full.code, full.journal], [1, '"one"\n']);
    assert.match(full.err, /ENOSPC/);
    const readOnly = await run({ disk: { kind: "readOnly", fromLine: 2 } });
    assert.deepEqual([readOnly.code, readOnly.journal], [1, '"one"\n"two"\n']);
    assert.match(readOnly.err, /EROFS: write/);
  });

  it("AGT-61 sets the clock, rightly or wrongly", async () => {
    const clock = join(folder, "clock");
    assert.equal(Math.floor(Number((await run({ clock })).out) / 1000), 1_800_000_000);
    assert.equal(Math.floor(Number((await run({ clock, skew: -7200 })).out) / 1000), 1_799_992_800);
  });
});
