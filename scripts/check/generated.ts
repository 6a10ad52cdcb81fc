/** Files that differ between what should be generated and what is there, as sentences. */
export function findStale(wanted: ReadonlyMap<string, string>, present: ReadonlyMap<string, string>): string[] {
  const remedy = "Run `npm run generate` and commit the result.";
  const outdated = [...wanted].flatMap(([name, text]) => {
    if (!present.has(name)) return [`sdk/src/generated/${name} is missing. ${remedy}`];
    return present.get(name) === text ? [] : [`sdk/src/generated/${name} is out of date. ${remedy}`];
  });
  const left = [...present.keys()].filter((name) => !wanted.has(name));
  return [...outdated, ...left.map((name) => `Nothing generates sdk/src/generated/${name} any more. ${remedy}`)];
}
