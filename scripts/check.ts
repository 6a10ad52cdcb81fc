import { type Step, stepsFor } from "./check/steps.ts";
import { readSources } from "./lib/files.ts";
import { leave } from "./lib/leave.ts";

interface Running extends Step {
  readonly begun?: Promise<string[]>;
}

async function passes({ title, begun, find }: Running): Promise<boolean> {
  const started = Date.now();
  const problems = await (begun ?? find());
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? "✔" : "✘"} ${title} (${seconds} s)`);
  for (const problem of problems) console.log(problem.replace(/^/gm, "    "));
  return problems.length === 0;
}

// `npm run check -- borders` runs the steps whose title has that word.
const wanted = process.argv[2] ?? "";
let passed = 0;
let failed = 0;
const steps = stepsFor(readSources()).filter(({ title }) => title.includes(wanted));
// The compiler has one core, and the other looks meanwhile at what needs nothing compiled.
const running = steps.map((step): Running => (step.isLong ? { ...step, begun: Promise.resolve(step.find()) } : step));
for (const step of running) {
  if (await passes(step)) passed += 1;
  else failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
await leave(failed > 0 || passed === 0 ? 1 : 0);
