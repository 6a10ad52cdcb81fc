import { explain, problem } from "./stack/problem.ts";
import { startStack } from "./stack/stack.ts";
import { createSteps } from "./stack/steps.ts";
import { summary } from "./stack/summary.ts";

// Brings up the local stack and keeps it up until it is told to stop: Ctrl-C, a signal, or the end of what started it.

const INTERRUPTED = 130;
const LAST_RESORT_MS = 15_000;

const abort = new AbortController();
const steps = createSteps((line) => process.stdout.write(`${line}\n`));
// A terminal that is gone can't be written to; that is no reason to leave processes behind.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => abort.abort());

let ends: (reason: "asked" | "orphaned") => void = () => {};
const asked = new Promise<"asked" | "orphaned">((resolve) => {
  ends = resolve;
});
function end(reason: "asked" | "orphaned"): void {
  ends(reason);
  abort.abort(problem("Stopped while starting."));
  setTimeout(() => process.exit(INTERRUPTED), LAST_RESORT_MS).unref();
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end("asked"));
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) end("orphaned");
}, 500).unref();

function fail(error: unknown): never {
  if (abort.signal.aborted) process.exit(INTERRUPTED);
  console.error(`\n${explain(error).message}`);
  process.exit(1);
}
process.on("uncaughtException", fail);

const started = Date.now();
console.log("\nStarting Tallystick.\n");
try {
  const stack = await startStack({ signal: abort.signal, step: steps.run });
  console.log(await summary(stack, (Date.now() - started) / 1000));
  const ending = await Promise.race([asked, stack.crashed]);
  if (typeof ending === "string") console.log("\nStopping …");
  await stack.stop();
  if (typeof ending !== "string") fail(ending);
  console.log("Stopped; nothing is left running.");
  process.exit(0);
} catch (error) {
  fail(error);
}
