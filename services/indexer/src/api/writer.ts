import type { Context } from "ponder:registry";

export interface Writer {
  readonly $dialect: "pglite" | "postgres";
  readonly raw: Context["db"]["sql"];
}

/** Ponder's own connection for writing; only a process that indexes has one. */
export function writer(): Writer {
  const { PONDER_DATABASE } = globalThis as unknown as {
    PONDER_DATABASE: { userQB: Writer };
  };
  return PONDER_DATABASE.userQB;
}
