import type { SourceFile } from "../lib/files.ts";

const ROW = /^\|\s*([A-Z]{3}-\d{2,3})\s*\|(.*)$/gm;
const ID = /(?<![A-Za-z0-9])([A-Z]{3})[-_](\d{2,3})(?!\d)/g;
const TITLE =
  /\b(?:describe|it|test|step)(?:\.\w+)*\(\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g;
// In Solidity a title is the function's name and the NatSpec above it.
const SOLIDITY_TITLE = /\bfunction\s+(?:test|invariant|statefulFuzz)\w*|\/\/\/.*$/gm;

function idsIn(text: string): string[] {
  return [...text.matchAll(ID)].map((match) => `${match[1]}-${match[2]}`);
}

export function titlesOf({ path, text }: SourceFile): string[] {
  if (path.endsWith(".sol")) return [...text.matchAll(SOLIDITY_TITLE)].map((match) => match[0]);
  return [...text.matchAll(TITLE)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

export function isTestFile(path: string): boolean {
  return /\.t\.sol$|\.(test|spec)\.tsx?$/.test(path);
}

// ERC-20 and SHA-256 look like ids too: only these letters, and any that docs/spec uses, count as ours.
const PREFIXES = ["IDN", "MKT", "GOV", "INS", "SWP", "SDK", "GTW", "IDX", "AGT", "APP", "OPS", "DEP"];

type Row = { readonly id: string; readonly rule: string; readonly path: string };

export function requirementsOf(files: readonly SourceFile[]): Row[] {
  return files
    .filter(({ path }) => /^docs\/spec\/.*\.md$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(ROW)].map((match) => ({ id: match[1] ?? "", rule: match[2] ?? "", path })),
    );
}

function badRows(rows: readonly Row[]): string[] {
  const seen = new Map<string, string>();
  return rows.flatMap(({ id, rule, path }) => {
    const problems: string[] = [];
    if (seen.has(id)) problems.push(`${id} stands twice: in ${seen.get(id)} and in ${path}.`);
    if (!/\bMUST\b/.test(rule)) problems.push(`${id} in ${path} has no MUST: it requires nothing.`);
    seen.set(id, path);
    return problems;
  });
}

/** Requirements no test names, and names in test titles that no requirement has, as sentences. */
export function findOrphans(files: readonly SourceFile[]): string[] {
  const rows = requirementsOf(files);
  const required = new Set(rows.map(({ id }) => id));
  const prefixes = new Set([...PREFIXES, ...rows.map(({ id }) => id.slice(0, 3))]);
  const tested = new Map<string, string>();
  for (const file of files.filter(({ path }) => isTestFile(path)))
    for (const id of titlesOf(file).flatMap(idsIn)) if (prefixes.has(id.slice(0, 3))) tested.set(id, file.path);

  const untested = rows
    .filter(({ id }) => !tested.has(id))
    .map(({ id, path }) => `${id} (${path}) is named by no test.`);
  const unknown = [...tested]
    .filter(([id]) => !required.has(id))
    .map(([id, path]) => `A test in ${path} names ${id}, which docs/spec does not have.`);
  return [...badRows(rows), ...untested, ...unknown];
}
