import { readdirSync } from "node:fs";
import { join } from "node:path";
import { contractTests } from "../lib/contract-tests.ts";
import { root } from "../lib/files.ts";
import { hardhat, type Outcome, runNode } from "../lib/run.ts";
import { type Counts, countsOfHardhat, countsOfMocha, countsOfNode } from "./counts.ts";

/** One runner on one folder. `run` is undefined while the folder has no test. */
export type Suite = {
  readonly title: string;
  readonly run: (() => Promise<Outcome>) | undefined;
  readonly count: (output: string) => Counts;
};

function filesUnder(folder: string, pattern: RegExp): string[] {
  let names: string[];
  try {
    names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
  return names
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((path) => pattern.test(path) && !/(^|\/)(node_modules|\.next|\.ponder)\//.test(path))
    .sort();
}

function nodeSuite(folder: string): Suite {
  const files = filesUnder(folder, /\.test\.ts$/);
  const run = () => runNode(["--test", "--test-reporter=spec", ...files]);
  return { title: folder, run: files.length > 0 ? run : undefined, count: countsOfNode };
}

function soliditySuite(): Suite {
  const there = filesUnder("test/solidity", /\.t\.sol$/).length > 0;
  const run = () => hardhat(["test", "solidity", "--no-compile"]);
  return { title: "Solidity tests, fuzz and invariants", run: there ? run : undefined, count: countsOfHardhat };
}

function mochaSuite(): Suite {
  const run = () => hardhat(["test", "mocha", "--no-compile"]);
  return { title: "contracts", run: contractTests().length > 0 ? run : undefined, count: countsOfMocha };
}

/** All suites, longest first: so two at a time end about together. */
export function suites(): readonly Suite[] {
  const folders = ["services/indexer", "sdk", "services/gateway", "scripts"];
  return [
    soliditySuite(),
    ...folders.map(nodeSuite),
    mochaSuite(),
    ...["services/agent", "test/chaos", "app"].map(nodeSuite),
  ];
}
