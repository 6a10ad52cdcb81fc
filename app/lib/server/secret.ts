import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const shortest = 32;

/** Where the app server keeps its files. */
export function dataFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env["TALLYSTICK_APP_DATA"] ?? join(process.cwd(), "..", ".run", "app");
}

/** The password that seals cookies: `TALLYSTICK_SESSION_SECRET`, else one made once and kept in a file only we can read. */
export function sessionSecret(folder: string, fromEnvironment: string | undefined): string {
  if (fromEnvironment !== undefined) {
    if (fromEnvironment.length < shortest)
      throw new Error(`TALLYSTICK_SESSION_SECRET needs at least ${shortest} characters.`);
    return fromEnvironment;
  }
  const file = join(folder, "session-secret");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}
