import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../scripts/lib/files.ts";
import { runNode } from "../scripts/lib/run.ts";

const FOLDER = join(root, "node_modules", ".cache", "tallystick-bench");
const run = promisify(execFile);

/**
 * The folder of a package that is not installed with the rest, because it would bring hundreds of others along that the
 * bench has no use for. npm fetches it once, alone; its bytes must be the ones that `integrity` names.
 */
export async function fetchPackage(name: string, version: string, integrity: string): Promise<string> {
  const base = `${name.replace("@", "").replace("/", "-")}-${version}`;
  const [folder, archive] = [join(FOLDER, base), join(FOLDER, `${base}.tgz`)];
  mkdirSync(folder, { recursive: true });
  if (!existsSync(archive)) {
    const npm = process.env.npm_execpath;
    if (!npm) throw new Error(`Start the bench by "npm run bench": npm is to fetch ${name} ${version}.`);
    const { code, output } = await runNode([npm, "pack", `${name}@${version}`, "--pack-destination", FOLDER]);
    if (code !== 0) throw new Error(`npm could not fetch ${name} ${version}:\n${output}`);
  }
  const actual = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (actual !== integrity) throw new Error(`${archive} is ${actual} and should be ${integrity}.`);
  await run("tar", ["-xzf", archive, "-C", folder]);
  return join(folder, "package");
}
