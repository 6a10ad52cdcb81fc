import { hardhat } from "./lib/run.ts";
import { type Counts, judged, sentence, sum } from "./test/counts.ts";
import { lanes, type Suite } from "./test/suites.ts";

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

async function runLane(suites: readonly Suite[]): Promise<Counts> {
  const done: Counts[] = [];
  for (const suite of suites) done.push(await runSuite(suite));
  return sum(done);
}

const started = Date.now();
const compiled = await hardhat(["build", "--quiet"], { echo: true });
if (compiled.code !== 0) {
  console.error("The contracts do not compile; nothing was tested.");
  console.log(sentence({ passed: 0, failed: 1 }));
  process.exit(1);
}
const chosen = lanes().map((suites) =>
  suites.filter(({ title }) => title.toLowerCase().includes(wanted.toLowerCase())),
);
const all = sum(await Promise.all(chosen.map(runLane)));
if (all.passed + all.failed === 0) console.error(`No test was run${wanted ? `: no suite is called "${wanted}"` : ""}.`);
console.log(`\nAll suites in ${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(sentence(all));
process.exit(all.failed > 0 || all.passed === 0 ? 1 : 0);
