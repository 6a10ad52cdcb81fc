import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export type Started = { child: ChildProcess; url: string; kill(): Promise<void> };

/** A gateway in a process of its own, up when this resolves. */
export async function startProcess(
  context: { after(act: () => unknown): void },
  environment: Record<string, string>,
): Promise<Started> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? "", TALLYSTICK_GATEWAY_MIN_FREE: "0", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  context.after(kill);
  if (child.stdout === null) throw new Error("it has no output");
  const lines = createInterface({ input: child.stdout });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  lines.on("line", (line) => {
    const { event, url } = JSON.parse(line) as { event: string; url: string };
    if (event === "listening") resolve(url);
  });
  void exited.then(([code]) => reject(new Error(`it ended with ${code}`)));
  return { child, url: await promise, kill };
}

/** Value of one metric. */
export async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^tallystick_gateway_${name} (\\d+)`, "m").exec(text)?.[1]);
}
