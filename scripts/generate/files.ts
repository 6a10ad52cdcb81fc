import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../lib/files.ts";
import { abiFile, isForSdk, readArtifacts } from "./abis.ts";

export const generatedFolder = "sdk/src/generated";

/** Contract addresses by chain id and contract name. */
export type Addresses = Record<string, Record<string, string>>;

const ADDRESS_SOURCE = "deploy/addresses.ts";

async function addressFile(): Promise<[string, string][]> {
  const source = join(root, ADDRESS_SOURCE);
  if (!existsSync(source)) return [];
  const module = (await import(pathToFileURL(source).href)) as { addresses?: () => Promise<Addresses> };
  if (!module.addresses) throw new Error(`${ADDRESS_SOURCE} must export an async function named addresses.`);
  const text = JSON.stringify(await module.addresses(), null, 2);
  const body = `// Generated from ${ADDRESS_SOURCE} by \`npm run generate\`.\nexport const addresses = ${text} as const;\n`;
  return [["addresses.ts", body]];
}

/** What `sdk/src/generated` must hold, by path inside it. Needs the contracts compiled. */
export async function generateFiles(): Promise<Map<string, string>> {
  const abis = readArtifacts()
    .filter(isForSdk)
    .map((artifact): [string, string] => [`abis/${artifact.contractName}.ts`, abiFile(artifact)]);
  return new Map([...abis, ...(await addressFile())]);
}

export function readGenerated(folder = join(root, generatedFolder)): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return new Map(names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(folder, name), "utf8")]));
}

/** Writes what differs and removes what nothing produces any more; returns the paths it touched. */
export async function writeGenerated(): Promise<string[]> {
  const wanted = await generateFiles();
  const present = readGenerated();
  const stale = [...present.keys()].filter((name) => !wanted.has(name));
  const changed = [...wanted].filter(([name, text]) => present.get(name) !== text);
  for (const name of stale) rmSync(join(root, generatedFolder, name));
  for (const [name, text] of changed) {
    mkdirSync(dirname(join(root, generatedFolder, name)), { recursive: true });
    writeFileSync(join(root, generatedFolder, name), text);
  }
  return [...stale, ...changed.map(([name]) => name)];
}
