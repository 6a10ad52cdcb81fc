// Ends what a run has started when the run's own process is gone, however it went.
// Standard input: the process group of each child, one a line; it ends when the run does.
// Argument: the run's mark, which every process of it has in its environment.
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { markedProcesses, signalGroup, signalProcess } from "./groups.ts";

const GRACE_MS = 3_000;
const mark = process.argv[2] ?? "";
const groups = new Set<number>();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const group = Number(line);
  if (Number.isSafeInteger(group) && group > 1) groups.add(group);
}

/** True when there was anything left to signal. The mark finds whom the run had no time to tell of. */
function signalAll(signal: NodeJS.Signals): boolean {
  const inGroups = [...groups].filter((group) => signalGroup(group, signal)).length;
  const marked = markedProcesses(mark).filter((pid) => signalProcess(pid, signal)).length;
  return inGroups + marked > 0;
}

if (signalAll("SIGTERM")) {
  const deadline = Date.now() + GRACE_MS;
  while (Date.now() < deadline && markedProcesses(mark).length > 0) await setTimeout(100);
  signalAll("SIGKILL");
}
