import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../scripts/lib/files.ts";

const MEBIBYTES = 1_024;
const LEAST = 200;
const MOST_MEMORY = 300;
const SCRIPT = join(root, "sdk/bench/delivery.ts");
const run = promisify(execFile);

interface Outcome {
  readonly act: string;
  readonly megabytesPerSecond: number;
  /** By the processor's own time: what it does on one core that nobody else uses. */
  readonly megabytesPerCpuSecond: number;
  readonly peakMegabytes: number;
}

interface Row extends Outcome {
  /** The speed of the SDK's act above as a part of this one's; null: the SDK's own row. */
  readonly ours: number | null;
}

/** The SDK's act, then AES-256-GCM alone, then with the SHA-256 that verification can't do without. */
const COMPARED = [
  ["encrypt", "aesEncrypt", "shaEncrypt"],
  ["decrypt", "aesDecrypt", "shaDecrypt"],
] as const;

function findSlowness({ act, megabytesPerCpuSecond, peakMegabytes }: Outcome): string[] {
  return [
    ...(megabytesPerCpuSecond < LEAST ? [`${act} does ${megabytesPerCpuSecond} MB a second, below ${LEAST}.`] : []),
    ...(peakMegabytes >= MOST_MEMORY ? [`${act} took ${peakMegabytes} MB of memory, not below ${MOST_MEMORY}.`] : []),
  ];
}

/** What confines a process to one core, where the system has such a command. */
async function oneCore(): Promise<string[]> {
  try {
    await run("taskset", ["-c", "0", process.execPath, "--version"]);
    return ["taskset", "-c", "0"];
  } catch {
    return [];
  }
}

/** OpenSSL's own figure, in megabytes a second; undefined where there is no `openssl`. */
async function opensslSpeed(confined: readonly string[]): Promise<number | undefined> {
  const [command, ...args] = [...confined, "openssl", "speed", "-seconds", "2", "-bytes", "1048576", "-evp"] as const;
  try {
    const { stdout } = await run(command as string, [...args, "aes-256-gcm"]);
    const thousands = Number(/AES-256-GCM\s+([\d.]+)k/.exec(stdout)?.[1]);
    return Number.isFinite(thousands) ? Math.round(thousands / 1_000) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Encryption and verified decryption of 1 GiB, each in a process of its own on one core, beside OpenSSL's AES-256-GCM over
 * the same bytes. What is slower or larger than promised; speed is judged by processor time, so that a busy machine does
 * not fail what is fast enough.
 */
export async function benchDelivery(): Promise<string[]> {
  const confined = await oneCore();
  const folder = await mkdtemp(join(tmpdir(), "tallystick-bench-"));
  const outcomeOf = async (act: string): Promise<Outcome> => {
    const command = [...confined, process.execPath, SCRIPT, act, String(MEBIBYTES), join(folder, "ciphertext")];
    const { stdout } = await run(command[0] as string, command.slice(1));
    return JSON.parse(stdout);
  };
  try {
    await outcomeOf("write");
    const rows: Row[] = [];
    for (const [ours, ...others] of COMPARED) {
      const own = await outcomeOf(ours);
      rows.push({ ...own, ours: null });
      for (const act of others) {
        const other = await outcomeOf(act);
        const ours = Number((own.megabytesPerCpuSecond / other.megabytesPerCpuSecond).toFixed(2));
        rows.push({ ...other, ours });
      }
    }
    console.log(`1 GiB ${confined.length > 0 ? "on one core" : "(not confined to one core: there is no taskset)"}:`);
    console.table(rows);
    const openssl = await opensslSpeed(confined);
    console.log(openssl ? `openssl speed, AES-256-GCM: ${openssl} MB/s` : "There is no openssl to compare with.");
    return rows.filter(({ ours }) => ours === null).flatMap(findSlowness);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
