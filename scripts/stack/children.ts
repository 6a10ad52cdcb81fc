import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { MARK, signalGroup } from "./groups.ts";
import { explain, explainCrash, type Problem } from "./problem.ts";

const TAIL = 15;
const GRACE = 5_000;

export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** Settles when the process has gone, with what to say when nobody asked it to. */
  readonly gone: Promise<{ code: number | null; problem: Problem }>;
  /** Ends the process and everything it started. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  /** Node.js arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether it is to end by itself; any other that ends has crashed. */
  readonly isTask?: boolean;
  /** Left out, everything stops when it ends. */
  readonly spare?: Spare;
}

/** Of a part that others can stand in for. */
export interface Spare {
  /** Asked when it has ended: whether the others can do without it, so that it is told of and nothing is stopped. */
  canMiss(): boolean;
  /** Milliseconds after which it is started again, and who is told when it has been. */
  readonly restartAfter: number;
  restarted(): void;
}

function lastLines(file: string): string[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line.trim() !== "").slice(-TAIL);
  } catch {
    return [];
  }
}

function ended(child: ChildProcess): Promise<{ code: number | null; how: string }> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, how: error.message }));
    child.once("exit", (code, signal) => {
      resolve({ code, how: signal ? `signal ${signal}` : `exit code ${code}` });
    });
  });
}

async function stopGroup(group: number): Promise<void> {
  if (!signalGroup(group, "SIGTERM")) return;
  const deadline = Date.now() + GRACE;
  while (signalGroup(group, 0)) {
    if (Date.now() > deadline) signalGroup(group, "SIGKILL");
    await pause(20);
  }
}

/** Starts children, each in a process group of its own, and sees to it that none survives this process. */
export function createNursery(logs: string) {
  let isStopping = false;
  const mark = randomUUID();
  const reaper = spawn(process.execPath, [fileURLToPath(new URL("reaper.ts", import.meta.url)), mark], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  reaper.stdin.on("error", () => {});
  reaper.unref();
  const children: Child[] = [];
  const { promise: crashed, resolve: crash } = Promise.withResolvers<Problem>();

  function start(options: ChildOptions): Child {
    const { name, args, cwd, env, isTask = false, spare } = options;
    const log = join(logs, `${name.replaceAll(" ", "-")}.log`);
    let output: number;
    try {
      output = openSync(log, "a");
    } catch (error) {
      throw explain(error);
    }
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env, [MARK]: mark },
      detached: true,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    const pid = child.pid ?? 0;
    reaper.stdin.write(`${pid}\n`);
    const gone = ended(child).then(({ code, how }) => ({
      code,
      problem: explainCrash(name, how, log, lastLines(log)),
    }));
    const miss = (problem: Problem): void => {
      if (!spare?.canMiss()) {
        crash(problem);
        return;
      }
      if (isStopping) return;
      const again = `and is started again in ${Math.round(spare.restartAfter / 1000)} s`;
      console.log(`\nThe ${name} has stopped, ${again}; its set goes on without it. Its log: ${log}`);
      setTimeout(() => restart(options, spare), spare.restartAfter).unref();
    };
    if (!isTask) void gone.then(({ problem }) => miss(problem));
    const one: Child = {
      name,
      pid,
      log,
      gone,
      stop: async () => {
        if (pid > 0) await stopGroup(pid);
      },
    };
    children.push(one);
    return one;
  }

  function restart(options: ChildOptions, spare: Spare): void {
    if (isStopping) return;
    start(options);
    spare.restarted();
    console.log(`\nThe ${options.name} runs again.`);
  }

  async function stopAll(): Promise<void> {
    isStopping = true;
    await Promise.all(children.map((child) => child.stop()));
    reaper.stdin.end();
  }

  return { start, crashed, stopAll };
}

export type Nursery = ReturnType<typeof createNursery>;

/** Waits until `isReady` holds; throws when the child goes first, or when it takes too long. */
export async function untilReady(
  child: Child,
  isReady: () => Promise<boolean>,
  { timeout = 60_000, signal }: { timeout?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const deadline = Date.now() + timeout;
  const goneFirst = child.gone.then(({ problem }): never => {
    throw problem;
  });
  goneFirst.catch(() => {});
  for (;;) {
    signal?.throwIfAborted();
    if (await Promise.race([isReady().catch(() => false), goneFirst])) return;
    if (Date.now() > deadline) {
      throw explainCrash(child.name, `not ready after ${timeout / 1000} s`, child.log, lastLines(child.log));
    }
    await Promise.race([pause(100), goneFirst]);
  }
}
