export type Field = string | number | boolean | bigint | undefined;

export interface Log {
  info(event: string, fields?: Readonly<Record<string, Field>>): void;
  error(event: string, fields?: Readonly<Record<string, Field>>): void;
}

/** A log of JSON lines. Callers name each field: keys, secrets and signed bytes are never passed to it. */
export function createLog(write: (line: string) => void = (line) => void process.stdout.write(line)): Log {
  const emit = (level: string, event: string, fields: Readonly<Record<string, Field>> = {}): void => {
    const entry = { at: new Date(Date.now()).toISOString(), level, event, ...fields };
    write(`${JSON.stringify(entry, (_, value) => (typeof value === "bigint" ? String(value) : value))}\n`);
  };
  return {
    info: (event, fields) => emit("info", event, fields),
    error: (event, fields) => emit("error", event, fields),
  };
}

/** The first line of an error's message; what looks like a key, signed bytes or an address with a password is cut out. */
export function reasonOf(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n", 1);
  return line
    .replace(/(0x)?[0-9a-fA-F]{64,}/g, "…")
    .replace(/:\/\/\S+/g, "://…")
    .slice(0, 300);
}
