const EXEMPT = /^(?:contracts\/mocks|test)\//;

type Section = { readonly path: string; readonly missed: readonly number[] };

function sectionsOf(lcov: string): Section[] {
  return lcov
    .split("end_of_record")
    .map((section) => ({
      path: /^SF:(.+)$/m.exec(section)?.[1]?.trim() ?? "",
      missed: [...section.matchAll(/^DA:(\d+),0$/gm)].map((match) => Number(match[1])).sort((a, b) => a - b),
    }))
    .filter(({ path }) => path !== "" && !EXEMPT.test(path));
}

/**
 * Contracts outside mocks with lines that no test runs, as sentences.
 *
 * @param family only those of this folder of `contracts/`
 */
export function findUncovered(lcov: string, family?: string): string[] {
  return sectionsOf(lcov)
    .filter(({ path, missed }) => missed.length > 0 && (!family || path.startsWith(`contracts/${family}/`)))
    .map(({ path, missed }) => `${path}: no test runs line${missed.length > 1 ? "s" : ""} ${missed.join(", ")}.`);
}
