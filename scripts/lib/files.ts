import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

export type SourceFile = { readonly path: string; readonly text: string };

/** Every file that is, or would be, committed; paths from the root, with forward slashes. */
export function listFiles(): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const out = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  return [...new Set(out.split("\0"))].filter((path) => path !== "" && existsSync(join(root, path))).sort();
}

const BINARY = /\.(png|ico|jpe?g|gif|webp|woff2?|pdf|zip|gz|wasm|car)$/;

export function readSources(): SourceFile[] {
  return listFiles()
    .filter((path) => !BINARY.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
