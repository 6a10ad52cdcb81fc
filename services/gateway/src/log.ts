export type Field = string | number | boolean | bigint | undefined;

export type Log = {
  info(event: string, fields?: Record<string, Field>): void;
  error(event: string, fields?: Record<string, Field>): void;
};

/**
 * A log of JSON lines. Callers name each field they write; requests, bodies and headers are never passed whole, so no
 * key, wrap or signature can slip in.
 */
export function createLog(write: (line: string) => void = (line) => process.stdout.write(line)): Log {
  const emit = (level: string, event: string, fields: Record<string, Field>): void => {
    const entry = { at: new Date().toISOString(), level, event, ...fields };
    write(`${JSON.stringify(entry, (_, value) => (typeof value === "bigint" ? value.toString() : value))}\n`);
  };
  return {
    info: (event, fields = {}) => emit("info", event, fields),
    error: (event, fields = {}) => emit("error", event, fields),
  };
}

/** The first line of an error's message, with whatever looks like a secret or an address with a password cut out. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const line = text.split("\n", 1)[0] ?? "";
  return line
    .replace(/(0x)?[0-9a-fA-F]{64,}/g, "…")
    .replace(/:\/\/\S+/g, "://…")
    .slice(0, 300);
}
