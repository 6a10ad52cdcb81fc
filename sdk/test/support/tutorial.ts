import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tallystick } from "./command.ts";
import type { TestStack } from "./stack.ts";

/** A tutorial of commands, followed to the letter. */
export interface Tutorial {
  /** What stands for what is not known before: `proposal` for `<proposal>`. */
  readonly names: Record<string, string>;
  /** Runs the next command, which must begin like this, in the folder of the stack; its output. */
  readonly follow: (beginning: string, env?: Readonly<Record<string, string>>) => Promise<string>;
  /** Commands that nobody followed. */
  readonly left: () => readonly string[];
}

/** The tutorial in this file of `docs/tutorials`. */
export function tutorialOf(file: string, stack: () => TestStack): Tutorial {
  const text = readFileSync(join(import.meta.dirname, "../../../docs/tutorials", file), "utf8");
  const commands = [...text.matchAll(/^npx tallystick (.+)$/gm)].map(([, line = ""]) => line);
  const names: Record<string, string> = {};
  let next = 0;
  return {
    names,
    async follow(beginning, env = {}) {
      const line = commands[next] ?? "";
      next += 1;
      assert.ok(line.startsWith(beginning), `the tutorial goes on with: ${line}`);
      const named = line.replace(/<(\w+)>/g, (whole, name: string) => names[name] ?? whole);
      const args = wordsOf(named).map((word) => (word.endsWith(".json") ? join(stack().folder, word) : word));
      const { code, out, err } = await tallystick(stack(), args, env);
      assert.equal(code, 0, `${line}: ${err}`);
      return out;
    },
    left: () => commands.slice(next),
  };
}

/** Words of a line as a shell takes them: what stands in quotes is one. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}
