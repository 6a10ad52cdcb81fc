import type { SourceFile } from "../lib/files.ts";

/** Files with tests whose names the test run does not look for. */
export function findMisnamedTests(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^(test|sdk|services|app|scripts)\/.*\.tsx?$/.test(path))
    .filter(({ path }) => !/\.(test|spec)\.tsx?$/.test(path))
    .filter(({ text }) => /^\s*(?:describe|it)\(\s*["'`]/m.test(text))
    .map(({ path }) => `${path} has tests but its name does not end in .test.ts, so nothing runs them.`);
}
