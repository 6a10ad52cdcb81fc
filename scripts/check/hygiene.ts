import { posix } from "node:path";
import type { SourceFile } from "../lib/files.ts";

// Written in pieces, so that this file does not find itself.
const SHARED = ["sha", "red"].join("");
const OUTSIDE = new RegExp(`/work/(?:${SHARED}|main)\\b`);
const UPWARDS = new RegExp(`(?:\\.\\./)+${SHARED}(?=[/"'\`])`, "g");
const UNFINISHED = new RegExp(`\\b(?:${["TO", "FIX"].map((a, i) => a + ["DO", "ME"][i]).join("|")})\\b`);
const WELL_KNOWN_MNEMONIC = `${"test ".repeat(11)}junk`;
const PHRASE = /["'`](?:[a-z]{3,8} ){11}(?:(?:[a-z]{3,8} ){12})?[a-z]{3,8}["'`]/g;
const KEY_BLOCK = new RegExp(`-----BEGIN ${"[A-Z ]*"}PRIVATE KEY-----`);
const TOKEN = /\b(?:ghp_[A-Za-z0-9]{36}|npm_[A-Za-z0-9]{36}|sk-[A-Za-z0-9]{32,}|AKIA[0-9A-Z]{16})\b/;

const EXEMPT = /(^|\/)package-lock\.json$|^docs\/vendor\//;
// The tests of the checks hold what the checks look for.
const BAIT = /^scripts\/check\/(?:hygiene\.ts$|[\w-]+\.test\.ts$)/;

// Folders called so are fine inside the repository; the maintainers' folder beside it is not there in a clone.
function leavesRepository(line: string, path: string, folders: ReadonlySet<string>): boolean {
  if (OUTSIDE.test(line)) return true;
  return [...line.matchAll(UPWARDS)].some(([up]) => !folders.has(posix.join(posix.dirname(path), up)));
}

function lineProblems({ path, text }: SourceFile, folders: ReadonlySet<string>): string[] {
  return text.split("\n").flatMap((line, index) => {
    const at = `${path}:${index + 1}`;
    const problems: string[] = [];
    if (leavesRepository(line, path, folders)) problems.push(`${at} reads outside the repository.`);
    if (UNFINISHED.test(line)) problems.push(`${at} leaves a note of unfinished work: do it, or open an issue.`);
    if (KEY_BLOCK.test(line) || TOKEN.test(line)) problems.push(`${at} holds something that looks like a secret.`);
    for (const [phrase] of line.matchAll(PHRASE))
      if (!phrase.includes(WELL_KNOWN_MNEMONIC))
        problems.push(`${at} holds a seed phrase other than the well-known test one.`);
    return problems;
  });
}

/** Sentences on lines that should not be committed, and on the test mnemonic in more than one file. */
export function findUnclean(files: readonly SourceFile[]): string[] {
  const ours = files.filter(({ path }) => !EXEMPT.test(path) && !BAIT.test(path));
  const holders = ours.filter(({ text }) => text.includes(WELL_KNOWN_MNEMONIC)).map(({ path }) => path);
  const spread =
    holders.length > 1
      ? [`The test mnemonic stands in ${holders.length} files (${holders.join(", ")}): keep it in one.`]
      : [];
  const folders = new Set(files.map(({ path }) => posix.dirname(path)));
  return [...ours.flatMap((file) => lineProblems(file, folders)), ...spread];
}
