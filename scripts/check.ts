import { type Step, stepsFor } from "./check/steps.ts";
import { readSources } from "./lib/files.ts";

async function passes({ title, find }: Step): Promise<boolean> {
  const started = Date.now();
  const problems = await find();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? "✔" : "✘"} ${title} (${seconds} s)`);
  for (const problem of problems) console.log(problem.replace(/^/gm, "    "));
  return problems.length === 0;
}

// `npm run check -- borders` runs the steps whose title has that word.
const wanted = process.argv[2] ?? "";
let passed = 0;
let failed = 0;
for (const step of stepsFor(readSources()).filter(({ title }) => title.includes(wanted))) {
  if (await passes(step)) passed += 1;
  else failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
