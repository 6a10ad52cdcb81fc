import type { Command } from "./command.ts";
import { UsageError } from "./exitCode.ts";

/** A command whose first argument says what to do. */
export function subcommands(table: Readonly<Record<string, Command>>): Command {
  return async (context) => {
    const [name, ...args] = context.args;
    const command = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
    if (command === undefined) {
      const known = Object.keys(table).join(", ");
      throw new UsageError(name === undefined ? `Say what to do: ${known}.` : `"${name}" is not one of ${known}.`);
    }
    await command({ ...context, args });
  };
}
