import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { explain, problem } from "./problem.ts";

const NEEDED = 500 * 1024 * 1024;

/** Folders of one run. Chains start anew at each run, so what depends on them does too. */
export interface State {
  readonly folder: string;
  readonly logs: string;
  /** Emptied at each start: content store, indexer's database, sessions. */
  readonly run: string;
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`;
}

/** Makes the folder and proves that it can be written to and has room. */
export function openState(at: string, needed = NEEDED): State {
  // Services run in folders of their own: what is said relative to this one would be elsewhere for them.
  const folder = resolve(at);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "probe"), "can be written to");
    rmSync(join(folder, "probe"));
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    if (free < needed) {
      throw problem(
        `The disk is nearly full: ${megabytes(free)} are free at ${folder}, and the stack needs ${megabytes(needed)}.`,
      );
    }
    return { folder, logs: join(folder, "logs"), run: join(folder, "run") };
  } catch (error) {
    throw explain(error);
  }
}

/** Throws away what earlier runs left. Only for who holds the lock. */
export function clearState({ logs, run }: State): void {
  try {
    for (const folder of [logs, run]) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
    }
  } catch (error) {
    throw explain(error);
  }
}
