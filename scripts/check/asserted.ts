import type { SourceFile } from "../lib/files.ts";
import { withoutComments } from "../lib/imports.ts";

const DECLARED = /\b(error|event)\s+(\w+)\s*\(/g;

// A standard's interface declares what we need not use.
const OWN = /^contracts\/(market|identity|governance|instruments|shared|swaps)\/(?!IERC\d)[\w/]+\.sol$/;

/** Custom errors and events that no test in TypeScript names: whether their arguments are right, nobody looks. */
export function findUnasserted(files: readonly SourceFile[]): string[] {
  const tests = files.filter(({ path }) => /^test\/.*\.ts$/.test(path)).map(({ text }) => text);
  const named = new Set(tests.flatMap((text) => [...text.matchAll(/["'](\w+)["']/g)].map((match) => match[1] ?? "")));
  return files
    .filter(({ path }) => OWN.test(path))
    .flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(DECLARED)]
        .filter((match) => !named.has(match[2] ?? ""))
        .map((match) => `No test asserts the ${match[1]} ${match[2]} of ${path}.`),
    );
}
