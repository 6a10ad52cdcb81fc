import { spawnSync } from "node:child_process";

/** Signals a process and all its descendants; false when none is left. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  if (process.platform === "win32") {
    if (signal === 0) return spawnSync("tasklist", ["/FI", `PID eq ${group}`]).stdout.includes(String(group));
    return spawnSync("taskkill", ["/PID", String(group), "/T", "/F"]).status === 0;
  }
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}
