import { spawnSync } from "node:child_process";

/** Signals a process and all its descendants; false when none is left. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  if (process.platform === "win32") {
    if (signal === 0) return spawnSync("tasklist", ["/FI", `PID eq ${group}`]).stdout.includes(String(group));
    return spawnSync("taskkill", ["/PID", String(group), "/T", "/F"]).status === 0;
  }
  return signalProcess(-group, signal);
}

/** False when there is no such process. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Name of the variable that marks the processes of a run. */
export const MARK = "TALLYSTICK_RUN";

/** Processes of this user that have the mark in their environment. */
export function markedProcesses(mark: string): number[] {
  if (process.platform === "win32" || mark === "") return [];
  const { stdout } = spawnSync("ps", ["axeww", "-o", "pid=,command="], { encoding: "utf8", maxBuffer: 1 << 26 });
  const lines = (stdout ?? "").split("\n").filter((line) => line.includes(`${MARK}=${mark}`));
  return lines.map((line) => Number.parseInt(line, 10)).filter((pid) => pid !== process.pid);
}
