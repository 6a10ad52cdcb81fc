import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { root } from "../lib/files.ts";
import { unusedPorts } from "../lib/unusedPorts.ts";
import { MAX_KEEPERS, type Ports, portVariables } from "./ports.ts";

// Trial runs of `scripts/start.ts` for tests: on free ports, in a folder of their own.

export async function freePorts(): Promise<Ports> {
  const [
    chainA = 0,
    chainB = 0,
    gateway = 0,
    gateway2 = 0,
    gateway3 = 0,
    gatewayB = 0,
    agent = 0,
    indexer = 0,
    app = 0,
  ] = await unusedPorts(9);
  return { chainA, chainB, gateway, gateway2, gateway3, gatewayB, agent, indexer, app };
}

export interface Trial {
  readonly child: ChildProcess;
  readonly folder: string;
  /** All it has printed so far. */
  output(): string;
  /** Waits until it has printed this. */
  printed(pattern: RegExp, seconds?: number): Promise<RegExpMatchArray>;
  readonly exited: Promise<number | null>;
  /** Waits until no process of this trial is left, and says which are after all. */
  left(seconds?: number): Promise<string[]>;
}

export function trialFolder(): string {
  return mkdtempSync(join(tmpdir(), "tallystick-trial-"));
}

export function forget(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Processes whose environment names the folder. */
function processesOf(folder: string): string[] {
  const table = execFileSync("ps", ["axeww", "-o", "pid=,command="], { encoding: "utf8", maxBuffer: 1 << 26 });
  return table.split("\n").filter((line) => line.includes(`TALLYSTICK_STATE=${folder}`));
}

/** Process id of the part that runs this program. */
export function pidOf(program: string, folder: string): number {
  return Number.parseInt(processesOf(folder).find((line) => line.includes(program)) ?? "", 10);
}

export function startTrial(
  ports: Ports,
  folder: string,
  args: readonly string[],
  through: (command: readonly string[]) => readonly string[] = (command) => command,
): Trial {
  const [file = "", ...rest] = through([process.execPath, join(root, "scripts/start.ts"), ...args]);
  const child = spawn(file, rest, {
    cwd: root,
    env: { ...process.env, ...portVariables(ports, MAX_KEEPERS), TALLYSTICK_STATE: folder, NODE_TEST_CONTEXT: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.on("data", (part) => {
    text += part;
  });
  child.stderr.on("data", (part) => {
    text += part;
  });
  const exited = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return {
    child,
    folder,
    output: () => text,
    exited,
    async printed(pattern, seconds = 120) {
      const deadline = Date.now() + seconds * 1000;
      for (;;) {
        const match = text.match(pattern);
        if (match) return match;
        if (Date.now() > deadline || child.exitCode !== null) throw new Error(`Never printed ${pattern}:\n${text}`);
        await setTimeout(50);
      }
    },
    async left(seconds = 20) {
      const deadline = Date.now() + seconds * 1000;
      for (;;) {
        const found = processesOf(folder);
        if (found.length === 0 || Date.now() > deadline) return found.map((line) => line.slice(0, 120));
        await setTimeout(100);
      }
    },
  };
}
