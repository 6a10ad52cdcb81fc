import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./files.ts";

export type Outcome = { readonly code: number; readonly output: string; readonly seconds: number };
export type RunOptions = {
  readonly echo?: boolean;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
};

/** Runs Node.js with `args` from the root; what it prints is collected, and shown as well with `echo`. */
export function runNode(
  args: readonly string[],
  { echo = false, env = {}, cwd = root }: RunOptions = {},
): Promise<Outcome> {
  const started = Date.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "1", HARDHAT_DISABLE_TELEMETRY_PROMPT: "true", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts: Buffer[] = [];
  const collect = (to: NodeJS.WriteStream) => (part: Buffer) => {
    parts.push(part);
    if (echo) to.write(part);
  };
  child.stdout.on("data", collect(process.stdout));
  child.stderr.on("data", collect(process.stderr));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const output = Buffer.concat(parts).toString("utf8");
      resolve({ code: code ?? (signal ? 1 : 0), output, seconds: (Date.now() - started) / 1000 });
    });
  });
}

/** The script behind a package's command: running it by its path works alike on every system, without a shell. */
export function commandOf(packageName: string, command = packageName.split("/").at(-1) ?? packageName): string {
  const manifest = join(root, "node_modules", packageName, "package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: string | Record<string, string> };
  const script = typeof bin === "string" ? bin : bin[command];
  if (!script) throw new Error(`The package ${packageName} has no command ${command}.`);
  return join(dirname(manifest), script);
}

export function hardhat(args: readonly string[], options?: RunOptions): Promise<Outcome> {
  return runNode([commandOf("hardhat"), ...args], options);
}
