import { posix } from "node:path";
import type { SourceFile } from "./files.ts";

export type Import = { readonly from: string; readonly to: string; readonly specifier: string };

const SOLIDITY = /^\s*import\s+(?:[^"';]*?from\s+)?["']([^"']+)["']/gm;
const TYPESCRIPT =
  /(?:^|[;}\s])(?:import|export)\s(?:[^"';]*?from\s*)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** Comments out, so that an example in one is not taken for code. Strings that hold `//` keep what stands before it. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1");
}

/** What a file imports; relative specifiers become paths from the root, packages stay as written. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const pattern = path.endsWith(".sol") ? SOLIDITY : TYPESCRIPT;
  return [...withoutComments(text).matchAll(pattern)].map((match) => {
    const specifier = match[1] ?? match[2] ?? "";
    const to = specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier;
    return { from: path, to, specifier };
  });
}
