import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findUncovered } from "./coverage/lcov.ts";
import { testsOf } from "./coverage/tests.ts";
import { root } from "./lib/files.ts";
import { leave } from "./lib/leave.ts";
import { hardhat } from "./lib/run.ts";
import { sentence } from "./test/counts.ts";

// Tests of size and gas mean the code that is deployed, not the code that is measured.
const OF_DEPLOYED_CODE = "DEP-11|MKT-17 costs|MKT-81 fits|MKT-88 costs";

// `npm run coverage -- swaps`: what the tests of one family run of `contracts/swaps`. It takes a quarter of the time.
const family = process.argv[2];
const tests = family === undefined ? [] : testsOf(family);
if (family !== undefined && tests.length === 0) {
  console.error(`No test is in test/${family}, and none in test/solidity is called so.`);
  await leave(1);
}

// Both runners in one process, so that a line that either reaches counts.
const { code } = await hardhat(["test", "--coverage", "--grep-exclude", OF_DEPLOYED_CODE, ...tests], { echo: true });
const report = join(root, "coverage", "lcov.info");
const uncovered = existsSync(report) ? findUncovered(readFileSync(report, "utf8"), family) : [];
for (const line of uncovered) console.error(line);
if (!existsSync(report)) console.error("Hardhat left no coverage report: there is no test of a contract yet.");
if (code !== 0) console.error("Some tests failed under coverage.");
const failed = uncovered.length + (code === 0 ? 0 : 1) + (existsSync(report) ? 0 : 1);
console.log(
  failed === 0
    ? `Every line of ${family ? `contracts/${family}` : "every contract outside mocks"} is run by a test.`
    : sentence({ passed: 0, failed }),
);
await leave(failed === 0 ? 0 : 1);
