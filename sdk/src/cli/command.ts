import type { Environment } from "../networks.ts";
import type { Output } from "./output.ts";

/** Everything a command touches. */
export interface CommandContext {
  readonly args: readonly string[];
  readonly env: Environment;
  readonly output: Output;
  readonly signal: AbortSignal;
}

export type Command = (context: CommandContext) => Promise<void>;
