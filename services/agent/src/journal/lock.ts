import { DatabaseSync } from "node:sqlite";

/** Whoever forgets his journal has it all the same: what is collected is closed, and would be free for another. */
const held = new Set<DatabaseSync>();

/**
 * Makes sure that one process alone has a journal. The lock is the system's on an SQLite file beside it: it ends with the
 * process, however that ends, and is never left behind.
 *
 * @returns what gives the journal free; undefined: another process has it
 */
export function takeJournalLock(file: string): (() => void) | undefined {
  const database = new DatabaseSync(`${file}.lock`);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) return undefined;
    throw error;
  }
  held.add(database);
  return () => {
    held.delete(database);
    database.close();
  };
}
