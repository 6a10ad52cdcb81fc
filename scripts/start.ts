import { parseArgs } from "node:util";
import { keepersFrom } from "./stack/keepers.ts";
import { explain, isProblem, problem } from "./stack/problem.ts";
import { startStack } from "./stack/stack.ts";
import { createSteps } from "./stack/steps.ts";
import { summary } from "./stack/summary.ts";

// Brings up the local stack and keeps it up until it is told to stop: Ctrl-C, a signal, or the end of what started it.
// `--no-app` leaves the page out, `--no-seed` the economy; `--keepers 3` runs a set of three of which two are enough.

const INTERRUPTED = 130;
const LAST_RESORT_MS = 15_000;

const abort = new AbortController();
const steps = createSteps(process.stdout);

const { promise: asked, resolve: ask } = Promise.withResolvers<"asked">();
function end(): void {
  ask("asked");
  abort.abort(problem("Stopped while starting."));
  setTimeout(() => process.exit(INTERRUPTED), LAST_RESORT_MS).unref();
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
// Nobody reads what can't be written any more: the terminal is gone.
for (const stream of [process.stdout, process.stderr]) stream.on("error", end);
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) end();
}, 500).unref();

function fail(error: unknown): never {
  if (abort.signal.aborted) process.exit(INTERRUPTED);
  console.error(`\n${explain(error).message}`);
  process.exit(1);
}
process.on("uncaughtException", fail);

function wishes(): { app: boolean; seed: boolean; keepers: number } {
  try {
    const flag = { type: "boolean" } as const;
    const { values } = parseArgs({ options: { "no-app": flag, "no-seed": flag, keepers: { type: "string" } } });
    return { app: !values["no-app"], seed: !values["no-seed"], keepers: keepersFrom(values.keepers) };
  } catch (error) {
    if (isProblem(error)) throw error;
    throw problem(`${(error as Error).message}\nKnown are --no-app, --no-seed and --keepers 3.`);
  }
}

const started = Date.now();
try {
  const wanted = wishes();
  console.log("\nStarting Tallystick.\n");
  const stack = await startStack({ ...wanted, signal: abort.signal, step: steps.run });
  console.log(await summary(stack, (Date.now() - started) / 1000));
  const ending = await Promise.race([asked, stack.crashed]);
  if (ending === "asked") console.log("\nStopping …");
  await stack.stop();
  if (ending !== "asked") fail(ending);
  console.log("Stopped; nothing is left running.");
  process.exit(0);
} catch (error) {
  fail(error);
}
