// Ends the process groups that it was told of when the process that started it is gone, however it went.
// Standard input: one process group a line; it ends when that process does.
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { signalGroup } from "./groups.ts";

const GRACE = 3_000;
const groups = new Set<number>();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const group = Number(line);
  if (Number.isSafeInteger(group) && group > 1) groups.add(group);
}
const alive = [...groups].filter((group) => signalGroup(group, "SIGTERM"));
if (alive.length > 0) {
  await setTimeout(GRACE);
  for (const group of alive) signalGroup(group, "SIGKILL");
}
