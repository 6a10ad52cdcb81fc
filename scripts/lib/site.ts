import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "./files.ts";
import { commandOf } from "./run.ts";
import { unusedPorts } from "./unusedPorts.ts";

/** The site as `next start` serves it, built before, in a process of its own that is up when this resolves. */
export async function startSite(
  env: NodeJS.ProcessEnv,
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const [port = 0] = await unusedPorts(1);
  const args = [commandOf("next"), "start", "--hostname", "127.0.0.1", "--port", String(port)];
  const child = spawn(process.execPath, args, {
    cwd: join(root, "app"),
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", TALLYSTICK_PORT_APP: String(port) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exited = once(child, "exit");
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    if ((await fetch(`${url}/api/health`).catch(() => undefined))?.ok) return { url, child };
    await wait(100);
  }
  child.kill("SIGKILL");
  await exited;
  throw new Error("the site did not start");
}
