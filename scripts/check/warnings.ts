import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Message = { readonly severity: string; readonly formattedMessage: string };
export type BuildOutput = { readonly output?: { readonly errors?: readonly Message[] } };

// What of the dependencies' code the compiler dislikes is not ours to change.
const OURS = /--> (?:project\/)?(?:contracts|test|\.\/contracts|\.\/test)\//;

/** The compiler's warnings, kept in the build output even when nothing had to be compiled again. */
export function findWarnings(outputs: readonly BuildOutput[]): string[] {
  const messages = outputs.flatMap(({ output }) => output?.errors ?? []);
  const warnings = messages.filter(
    ({ severity, formattedMessage }) => severity === "warning" && OURS.test(formattedMessage),
  );
  return [...new Set(warnings.map(({ formattedMessage }) => formattedMessage.trim()))];
}

export function readBuildOutputs(folder: string): BuildOutput[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".output.json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as BuildOutput);
}
