/** Sentences for what `npm install-scripts ls` says about scripts nobody has reviewed. */
export function findUnreviewedScripts(output: string): string[] {
  if (/No packages with unreviewed install scripts/i.test(output)) return [];
  return [`npm would run install scripts that allowScripts in package.json does not mention:\n${output.trim()}`];
}
