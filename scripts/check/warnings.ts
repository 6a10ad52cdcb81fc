import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Message = { readonly severity: string; readonly formattedMessage: string };
type BuildInput = { readonly input: { readonly sources: Readonly<Record<string, { readonly content: string }>> } };
export type BuildOutput = { readonly output?: { readonly errors?: readonly Message[] } };

// What Hardhat puts before the path of a source that is ours.
const PROJECT = "project/";

// What of the dependencies' code the compiler dislikes is not ours to change.
const OURS = /--> (?:project\/)?(?:contracts|test|\.\/contracts|\.\/test)\//;

// The fuzzer carries a test and all that it creates in one contract, which nobody deploys.
const SIZE_OF_TEST = /(?:code|initcode) size is[\s\S]*--> (?:project\/|\.\/)?test\//;

/** The compiler's warnings, kept in the build output even when nothing had to be compiled again. */
export function findWarnings(outputs: readonly BuildOutput[]): string[] {
  const warnings = outputs
    .flatMap(({ output }) => output?.errors ?? [])
    .filter(({ severity }) => severity === "warning")
    .map(({ formattedMessage }) => formattedMessage.trim())
    .filter((message) => OURS.test(message) && !SIZE_OF_TEST.test(message));
  return [...new Set(warnings)];
}

/** The outputs of the texts that lie in `project` now: Hardhat keeps those of earlier ones for a while. */
export function readBuildOutputs(folder: string, project: string): BuildOutput[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".output.json"))
    .filter((name) => isCurrent(join(folder, name.replace(".output.json", ".json")), project))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as BuildOutput);
}

function isCurrent(inputFile: string, project: string): boolean {
  const { input } = JSON.parse(readFileSync(inputFile, "utf8")) as BuildInput;
  return Object.entries(input.sources)
    .filter(([name]) => name.startsWith(PROJECT))
    .every(([name, { content }]) => {
      const path = join(project, name.slice(PROJECT.length));
      return existsSync(path) && readFileSync(path, "utf8") === content;
    });
}
