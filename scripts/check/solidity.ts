import type { SourceFile } from "../lib/files.ts";
import { withoutComments } from "../lib/imports.ts";

const BRANCHING_REVERT = /\bif\s*\([^;{}]*\)\s*\{?\s*revert\b/g;

const UNNAMED_KEY = /\bmapping\s*\(\s*[\w.]+\s*=>/g;

function findIn(files: readonly SourceFile[], pattern: RegExp, advice: string): string[] {
  return files
    .filter(
      ({ path }) => path.endsWith(".sol") && path.startsWith("contracts/") && !path.startsWith("contracts/mocks/"),
    )
    .flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(pattern)].map(
        (match) => `${path} says "${match[0].replace(/\s+/g, " ").slice(0, 70)}": ${advice}`,
      ),
    );
}

/** `if (...) revert` in our contracts: the proofs and the coverage understand `require(condition, Error())` alone. */
export function findBranchingReverts(files: readonly SourceFile[]): string[] {
  return findIn(files, BRANCHING_REVERT, "write require(condition, Error()).");
}

/** Mappings that do not say what they are indexed by. Solhint's own rule asks for a name of the value too. */
export function findUnnamedKeys(files: readonly SourceFile[]): string[] {
  return findIn(files, UNNAMED_KEY, "name the mapping's key.");
}
