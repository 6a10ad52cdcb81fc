import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";
import type { ProcessFaults } from "./processFaults.ts";

// node --import test/chaos/preload.ts: what goes wrong inside an agent's process, without a word about it in the agent.
// It replaces the clock and what writes the journal; everything else is the agent's own.

const faults = JSON.parse(process.env.CHAOS_PROCESS ?? "{}") as ProcessFaults;

// A harness that was killed leaves nothing behind.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
}, 1_000).unref();

const { closeSync, fsyncSync, openSync, readSync, writeSync } = fs;

if (faults.clock !== undefined) {
  const clock = openSync(faults.clock, "r");
  const seconds = Buffer.alloc(8);
  const started = performance.now();
  const skew = BigInt(faults.skew ?? 0);
  // Within a second of the harness the process's own time goes on, so that two readings differ.
  Date.now = () => {
    readSync(clock, seconds, 0, 8, 0);
    return Number((seconds.readBigInt64BE() + skew) * 1000n) + (Math.floor(performance.now() - started) % 1000);
  };
}

const journal = faults.journal === undefined ? undefined : resolve(faults.journal);
const descriptors = new Set<number>();
let lines = 0;

const failure = (code: "ENOSPC" | "EROFS", errno: number, call: string): Error =>
  Object.assign(new Error(`${code}: ${call}`), { code, errno, syscall: call });

const die = (): never => {
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way; nothing more may happen until it is here.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error("killed");
};

const isForWriting = (flags: unknown): boolean =>
  typeof flags === "string"
    ? /[wa+]/.test(flags)
    : typeof flags === "number" && (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;

fs.openSync = (path, flags, mode) => {
  const isJournal = journal !== undefined && typeof path === "string" && resolve(path) === journal;
  if (isJournal && isForWriting(flags) && faults.disk?.kind === "readOnly" && lines >= faults.disk.fromLine)
    throw failure("EROFS", -30, "open");
  const descriptor = openSync(path, flags, mode);
  if (isJournal && isForWriting(flags)) descriptors.add(descriptor);
  return descriptor;
};
fs.closeSync = (descriptor) => {
  descriptors.delete(descriptor);
  closeSync(descriptor);
};

function written(descriptor: number, data: unknown, ...rest: never[]): number {
  const write = writeSync as (descriptor: number, data: unknown, ...rest: never[]) => number;
  if (!descriptors.has(descriptor)) return write(descriptor, data, ...rest);
  const line = lines + 1;
  const { kill, disk } = faults;
  if (disk !== undefined && line > disk.fromLine)
    throw disk.kind === "full" ? failure("ENOSPC", -28, "write") : failure("EROFS", -30, "write");
  if (kill?.line === line && kill.when === "before") die();
  if (kill?.line === line && kill.when === "torn") {
    const bytes = typeof data === "string" ? Buffer.from(data) : (data as Buffer);
    writeSync(descriptor, bytes.subarray(0, bytes.length / 2));
    die();
  }
  const count = write(descriptor, data, ...rest);
  lines = line;
  return count;
}
fs.writeSync = written as typeof fs.writeSync;

fs.fsyncSync = (descriptor) => {
  fsyncSync(descriptor);
  if (descriptors.has(descriptor) && faults.kill?.when === "after" && faults.kill.line === lines) die();
};

syncBuiltinESMExports();
