import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";

type Entry = { version?: string; optional?: boolean; os?: string[]; cpu?: string[]; libc?: string[] };
type Packages = Record<string, Entry>;

const require = createRequire(import.meta.url);
const installed = require("./installed.cjs") as {
  missing: (locked: Packages, present: Packages, platform: string, arch: string) => string[];
  isComplete: (dir: string) => boolean;
};
const nodes = require("./nodes.cjs") as {
  isNewEnough: (version: string) => boolean;
  lockedPath: (dir: string, platform: string, arch: string) => string;
};
const problem = require("./problem.cjs") as { sentenceFor: (text: string) => string | null };

const here = import.meta.dirname;
const launcher = join(here, "..", "launch.cjs");

describe("the launcher", () => {
  it("has no syntax that an old Node cannot parse", () => {
    const files = [
      launcher,
      ...readdirSync(here)
        .filter((name) => name.endsWith(".cjs"))
        .map((name) => join(here, name))
    ];
    for (const file of files)
      assert.doesNotMatch(readFileSync(file, "utf8"), /=>|\bconst |\blet |\bclass |\?\.|\?\?|\.\.\.|^[^/]*`/m, file);
  });

  it("hands over its arguments and the script's exit code", () => {
    const script = join(mkdtempSync(join(tmpdir(), "launch-")), "script.ts");
    writeFileSync(script, "const code: number = Number(process.argv[2]);\nprocess.exit(code);\n");
    assert.equal(spawnSync(process.execPath, [launcher, script, "7"]).status, 7);
    assert.equal(spawnSync(process.execPath, [launcher, script, "0"]).status, 0);
  });
});

describe("what is installed", () => {
  const native: Entry = { version: "1.0.0", optional: true, os: ["linux"], cpu: ["x64"] };

  it("lacks a package that is absent or of another version", () => {
    const locked = { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } };
    const present = { "node_modules/a": { version: "1.0.1" } };
    assert.deepEqual(installed.missing(locked, present, "linux", "x64"), ["node_modules/a", "node_modules/b"]);
  });

  it("lacks a native part that this system needs, and not one of another system", () => {
    assert.deepEqual(installed.missing({ "node_modules/n": native }, {}, "linux", "x64"), ["node_modules/n"]);
    assert.deepEqual(installed.missing({ "node_modules/n": native }, {}, "darwin", "x64"), []);
    assert.deepEqual(installed.missing({ "node_modules/n": native }, {}, "linux", "arm64"), []);
    assert.deepEqual(installed.missing({ "node_modules/n": { ...native, os: ["!win32"] } }, {}, "win32", "x64"), []);
  });

  it("is nothing in an empty folder", () => {
    assert.equal(installed.isComplete(mkdtempSync(join(tmpdir(), "launch-"))), false);
  });
});

describe("which Node", () => {
  it("is new enough from 22.18 on", () => {
    assert.deepEqual(["v0.10.48", "v20.20.2", "v22.17.9", "v22.18.0", "v24.0.0"].map(nodes.isNewEnough), [
      false,
      false,
      false,
      true,
      true
    ]);
  });

  it("says what to do on a system that npm has no Node for", () => {
    assert.throws(
      () => nodes.lockedPath("tools/node", "freebsd", "x64"),
      /freebsd x64\. Install Node\.js 22\.18 or newer/
    );
  });
});

describe("sentences", () => {
  for (const [code, sentence] of [
    ["ENOSPC", /disk is full/],
    ["getaddrinfo ENOTFOUND registry.npmjs.org", /could not be reached/],
    ["EACCES", /cannot be written/],
    ["EINTEGRITY", /not the one/],
    ["npm error Missing: x from lock file", /do not agree/]
  ] as const)
    it(`explain ${code}`, () => assert.match(problem.sentenceFor(code) ?? "", sentence));
});

describe("the lock", () => {
  const run = promisify(execFile);
  const worker = (log: string, lock: string) => `
    const fs = require("fs");
    require(${JSON.stringify(join(here, "lock.cjs"))}).hold(${JSON.stringify(lock)}, function () {
      fs.appendFileSync(${JSON.stringify(log)}, "in ");
      const until = Date.now() + 100;
      while (Date.now() < until);
      fs.appendFileSync(${JSON.stringify(log)}, "out ");
    });`;

  it("lets one at a time in, and survives a holder that was killed", async () => {
    const dir = mkdtempSync(join(tmpdir(), "lock-"));
    const [log, lock] = [join(dir, "log"), join(dir, "install.lock")];
    const dead = spawnSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }).stdout.trim();
    writeFileSync(lock, dead);
    await Promise.all([1, 2, 3].map(() => run(process.execPath, ["-e", worker(log, lock)])));
    assert.equal(readFileSync(log, "utf8"), "in out in out in out ");
    assert.equal(existsSync(lock), false);
    rmSync(dir, { recursive: true });
  });
});
