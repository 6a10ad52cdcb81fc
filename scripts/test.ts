import { leave } from "./lib/leave.ts";
import { hardhat } from "./lib/run.ts";
import { type Counts, judged, sentence, sum } from "./test/counts.ts";
import { type Suite, suites } from "./test/suites.ts";

// `npm test -- sdk` runs the suites whose title has that word.
const wanted = process.argv[2] ?? "";

async function runSuite({ title, run, count }: Suite): Promise<Counts> {
  if (!run) {
    console.log(`– ${title}: no tests yet, skipped`);
    return { passed: 0, failed: 0 };
  }
  const { code, output, seconds } = await run();
  const counts = judged(count(output), code);
  console.log(`\n=== ${title} ===\n${output.trimEnd()}`);
  console.log(`${counts.failed === 0 ? "✔" : "✘"} ${title}: ${sentence(counts)} (${seconds.toFixed(1)} s)`);
  return counts;
}

/** Takes suites off the list until there is none. */
async function runAll(left: Suite[]): Promise<Counts> {
  const done: Counts[] = [];
  for (let next = left.shift(); next; next = left.shift()) done.push(await runSuite(next));
  return sum(done);
}

const started = Date.now();
const compiled = await hardhat(["build", "--quiet"], { echo: true });
if (compiled.code !== 0) {
  console.error("The contracts do not compile; nothing was tested.");
  console.log(sentence({ passed: 0, failed: 1 }));
  await leave(1);
}
const chosen = suites().filter(({ title }) => title.toLowerCase().includes(wanted.toLowerCase()));
// Two beside each other: each waits at times, and none has the machine's second core for itself.
const all = sum(await Promise.all([runAll(chosen), runAll(chosen)]));
if (all.passed + all.failed === 0) console.error(`No test was run${wanted ? `: no suite is called "${wanted}"` : ""}.`);
console.log(`\nAll suites in ${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(sentence(all));
await leave(all.failed > 0 || all.passed === 0 ? 1 : 0);
