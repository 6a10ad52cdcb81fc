import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { hasAnvil } from "../test/chaos/anvil.ts";
import { casesOf, type Wish } from "../test/chaos/cases.ts";
import { runAll } from "../test/chaos/lanes.ts";
import { lineOf, reportOf, rowsOf, tableText } from "../test/chaos/report.ts";
import { leave } from "./lib/leave.ts";
import { hardhat } from "./lib/run.ts";

// npm run chaos [-- --case <part of a name>] [--seed n] [--all] [--soak n] [--lanes n] [--report file] [--verbose]
// Swaps under faults: two chains, two agents, an endpoint before each chain. See docs/operations/chaos.md.

const { values } = parseArgs({
  options: {
    case: { type: "string" },
    seed: { type: "string", default: "1" },
    all: { type: "boolean", default: false },
    soak: { type: "string" },
    lanes: { type: "string", default: String(2 * availableParallelism()) },
    report: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});

// The chains end with this process, but only where it ends by itself.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

if (!hasAnvil) {
  console.error("The node of these tests (anvil) is not installed for this platform.");
  console.log("0 passed, 1 failed");
  await leave(1);
}
const compiled = await hardhat(["build", "--quiet", "--no-tests"], { echo: false });
if (compiled.code !== 0) {
  console.error(compiled.output);
  console.log("0 passed, 1 failed");
  await leave(1);
}

const started = Date.now();
const wish: Wish = {
  seed: Number(values.seed),
  part: values.case,
  isWhole: values.all,
  soak: values.soak === undefined ? undefined : Number(values.soak),
};
const folder = mkdtempSync(join(tmpdir(), "tallystick-chaos-"));
const lanes = Number(values.lanes);
const cases = casesOf(wish);
console.log(`${cases.length} cases in ${lanes} lanes, seed ${wish.seed}.`);
const results = await runAll(cases, lanes, folder, (result, outputs) => {
  console.log(lineOf(result));
  if (values.verbose || (result.problem !== undefined && values.case !== undefined)) console.log(outputs);
});
rmSync(folder, { recursive: true, force: true });

const seconds = (Date.now() - started) / 1000;
const failed = results.filter(({ problem }) => problem !== undefined);
console.log(`\n${tableText(rowsOf(results))}\n\n${seconds.toFixed(0)} s`);
for (const result of failed) console.log(lineOf(result));
if (values.report !== undefined) {
  const commit = execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim();
  writeFileSync(values.report, reportOf(results, wish, { seconds, lanes, commit }));
}
if (results.length === 0) console.error(`No case is called "${values.case}".`);
console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
await leave(failed.length > 0 || results.length === 0 ? 1 : 0);
