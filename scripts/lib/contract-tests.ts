import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./files.ts";

/** The contracts' TypeScript tests: `test/**.test.ts`, without what the browser and what Node.js alone runs. */
export function contractTests(): string[] {
  const folder = join(root, "test");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => `test/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".test.ts") && !/^test\/(browser|chaos)\//.test(path))
    .sort();
}
