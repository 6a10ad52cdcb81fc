import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { World } from "./world.ts";

/** A relay in a process of its own. */
export interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

/** Settings with which nothing is ever sent. */
export const NEVER = { TALLYSTICK_BALLOTS_GAS_A_DAY: "0" };

/** What a relay's process needs to find this chain, and its folder. */
export function serverEnvironment(world: World, env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    ...process.env,
    TALLYSTICK_NETWORKS: "localA",
    TALLYSTICK_PORT_CHAIN_A: String(world.port),
    TALLYSTICK_APP_DATA: world.folder,
    ...env,
  };
}

/** The relay's routes without the pages. */
export async function startServer(world: World, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "server.ts")], {
    env: serverEnvironment(world, env),
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const url of createInterface({ input: child.stdout })) return { url, child };
  throw new Error("the relay did not start");
}

/** As the machine's end would. */
export async function kill({ child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
