import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";

/** Seconds of processor that a process has used, on Linux: other load does not show in it. */
export async function cpuSeconds({ child }: { readonly child: ChildProcess }): Promise<number> {
  const text = await readFile(`/proc/${child.pid}/stat`, "utf8").catch(() => "");
  const [user = 0, system = 0] = text.slice(text.lastIndexOf(")")).split(" ").slice(12, 14).map(Number);
  return (user + system) / 100;
}
