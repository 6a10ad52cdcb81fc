import type { SourceFile } from "../lib/files.ts";
import { withoutComments } from "../lib/imports.ts";

const BRANCHING_REVERT = /\bif\s*\([^;{}]*\)\s*\{?\s*revert\b/g;

/** `if (...) revert` in our contracts: the proofs and the coverage understand `require(condition, Error())` alone. */
export function findBranchingReverts(files: readonly SourceFile[]): string[] {
  return files
    .filter(
      ({ path }) => path.startsWith("contracts/") && !path.startsWith("contracts/mocks/") && path.endsWith(".sol"),
    )
    .flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(BRANCHING_REVERT)].map(
        (match) => `${path} says "${match[0].replace(/\s+/g, " ").slice(0, 70)}": write require(condition, Error()).`,
      ),
    );
}
