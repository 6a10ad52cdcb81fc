import assert from "node:assert/strict";
import { runCommand } from "../../src/cli/main.ts";
import type { TestStack } from "./stack.ts";

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process: starting it anew each time would take a second. */
export async function tallystick(
  stack: TestStack,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const written = { out: "", err: "" };
  const output = {
    out: (text: string) => {
      written.out += text;
    },
    err: (text: string) => {
      written.err += text;
    },
    terminal: false,
    json: args.includes("--json"),
  };
  const { signal } = new AbortController();
  const code = await runCommand({ args, env: { ...stack.env, ...env }, output, signal });
  return { code, ...written };
}

/** What a command that must work answers as JSON. */
export async function answerOf<T>(stack: TestStack, args: readonly string[]): Promise<T> {
  const { code, out, err } = await tallystick(stack, [...args, "--json"]);
  assert.equal(code, 0, `${args.join(" ")}: ${err}${out}`);
  assert.equal(err, "");
  return JSON.parse(out) as T;
}

/** How a command that must fail ends: its exit code, and its error's code. */
export async function refusalOf(stack: TestStack, args: readonly string[]): Promise<readonly [number, string]> {
  const { code, out } = await tallystick(stack, [...args, "--json"]);
  return [code, (JSON.parse(out) as { error: { code: string } }).error.code];
}
