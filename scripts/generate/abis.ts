import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/files.ts";

export type Artifact = {
  readonly contractName: string;
  readonly sourceName: string;
  readonly bytecode: string;
  readonly abi: readonly unknown[];
};

// Interfaces whose callers have no concrete contract of ours to take an ABI from.
const INTERFACES = new Set(["IPolicy"]);

// Built for the benchmark alone: ours is the Treasury, whose ABI holds the whole of it.
const BENCHED = new Set(["TimelockController"]);

export function readArtifacts(folder = join(root, "artifacts")): Artifact[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".json") && !name.startsWith("build-info/"))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Artifact);
}

/** Contracts that somebody deploys and calls, those of npmFilesToBuild among them: no mocks, no abstract ones, no libraries of internal functions. */
export function isForSdk({ contractName, sourceName, bytecode, abi }: Artifact): boolean {
  if (/^(?:project\/)?(?:contracts\/mocks|test)\/|\.t\.sol$/.test(sourceName)) return false;
  if (INTERFACES.has(contractName)) return true;
  if (BENCHED.has(contractName)) return false;
  return bytecode !== "0x" && abi.some((entry) => (entry as { type?: string }).type === "function");
}

export function abiConstant(contractName: string): string {
  return `${contractName.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (head) => head.toLowerCase())}Abi`;
}

export function abiFile({ contractName, sourceName, abi }: Artifact): string {
  const entries = abi.map((entry) => `  ${JSON.stringify(entry)},`).join("\n");
  return `// Generated from ${sourceName} by \`npm run generate\`.\nexport const ${abiConstant(contractName)} = [\n${entries}\n] as const;\n`;
}
