import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generateFiles, readGenerated } from "../generate/files.ts";
import { root, type SourceFile } from "../lib/files.ts";
import { commandOf, hardhat, type Outcome, runNode } from "../lib/run.ts";
import { findUnasserted } from "./asserted.ts";
import { findBorderBreaks } from "./borders.ts";
import { findCycles } from "./cycles.ts";
import { findStale } from "./generated.ts";
import { findUnclean } from "./hygiene.ts";
import { findUnreviewedScripts } from "./install-scripts.ts";
import { findLockfileHoles, type Lockfile } from "./lockfile.ts";
import { findOrphans } from "./requirements.ts";
import { findBranchingReverts, findUnnamedKeys } from "./solidity.ts";
import { findMisnamedTests } from "./test-names.ts";
import { findWarnings, readBuildOutputs } from "./warnings.ts";

/** Something that must hold; `find` returns a sentence for each thing that does not. */
export interface Step {
  readonly title: string;
  /** Begun at once, beside the others; those that need it come after it. */
  readonly isLong?: boolean;
  readonly find: () => string[] | Promise<string[]>;
}

const complaint = ({ code, output }: Outcome): string[] => (code === 0 ? [] : [output.trim()]);

function tool(packageName: string, command: string, args: readonly string[]): Promise<Outcome> {
  return runNode([commandOf(packageName, command), ...args]);
}

async function solhint(paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  return complaint(await tool("solhint", "solhint", ["--disc", "--noPoster", "--max-warnings", "0", ...paths]));
}

async function typecheck(folder: string): Promise<string[]> {
  if (!existsSync(join(root, folder, "tsconfig.json"))) return [];
  const outcome = await tool("typescript", "tsc", ["--noEmit", "--project", folder]);
  return /error TS18003/.test(outcome.output) ? [] : complaint(outcome);
}

async function installScripts(): Promise<string[]> {
  const npm = process.env.npm_execpath;
  // Older npm has no such command; CI and developers' machines of today do.
  if (!npm?.endsWith(".js")) return [];
  const { output } = await runNode([npm, "install-scripts", "ls"]);
  return /Unknown command|not a valid/i.test(output) ? [] : findUnreviewedScripts(output);
}

function lockfileHoles(): string[] {
  return ["package-lock.json", "tools/node/package-lock.json"].flatMap((path) =>
    findLockfileHoles(JSON.parse(readFileSync(join(root, path), "utf8")) as Lockfile),
  );
}

export function stepsFor(files: readonly SourceFile[]): Step[] {
  const solidity = files.map(({ path }) => path).filter((path) => path.endsWith(".sol"));
  const linted = solidity.filter((path) => path.startsWith("contracts/") && !path.startsWith("contracts/mocks/"));
  const formatted = solidity.length === 0 ? [] : ["--check", "--log-level", "warn", ...solidity];
  return [
    {
      title: "TypeScript, CSS and JSON: format and lint",
      find: async () =>
        complaint(await tool("@biomejs/biome", "biome", ["check", "--error-on-warnings", "--colors=off", "."])),
    },
    {
      title: "Solidity: format",
      find: async () => (formatted.length === 0 ? [] : complaint(await tool("prettier", "prettier", formatted))),
    },
    { title: "Solidity: lint", find: () => solhint(linted) },
    { title: "Solidity: require, not if-revert", find: () => findBranchingReverts(files) },
    { title: "Solidity: named mapping keys", find: () => findUnnamedKeys(files) },
    ...["sdk", "services/gateway", "services/indexer", "services/agent", "app"].map((folder) => ({
      title: `types of ${folder}`,
      find: () => typecheck(folder),
    })),
    { title: "lockfile: complete for every platform", find: lockfileHoles },
    { title: "lockfile: no install script unreviewed", find: installScripts },
    { title: "borders between the parts", find: () => findBorderBreaks(files) },
    {
      title: "no import circles",
      find: () => ["sdk/src/", "contracts/"].flatMap((folder) => findCycles(files, folder)),
    },
    { title: "every requirement has a test", find: () => findOrphans(files) },
    { title: "every custom error and event is asserted", find: () => findUnasserted(files) },
    { title: "every test has a name that is looked for", find: () => findMisnamedTests(files) },
    {
      title: "Solidity: compiles",
      isLong: true,
      find: async () => complaint(await hardhat(["build", "--quiet"])),
    },
    {
      title: "Solidity: without warnings",
      find: () => findWarnings(readBuildOutputs(join(root, "artifacts", "build-info"), root)),
    },
    { title: "types of contracts' tests and scripts", find: () => typecheck(".") },
    {
      title: "what is generated is fresh",
      find: async () => findStale(await generateFiles(), readGenerated()),
    },
    { title: "nothing unfinished, secret or from outside", find: () => findUnclean(files) },
  ];
}
