import type { DatabaseSync } from "node:sqlite";
import { isDiskFull, storageFull } from "../problem.ts";

export type Writer = {
  /**
   * Runs `act` in a transaction, together with others that are asked for at the same time. Resolves with its result once
   * that is on the disk. What `act` throws undoes the transaction, so it should throw only when the disk fails.
   */
  write<T>(act: () => T): Promise<T>;
};

type Job = { run(): void; settle(): void; fail(error: unknown): void };

/** Most that wait for one fsync together. */
const BATCH = 128;

/**
 * Commits many small writes at once: each waits for the disk, but they wait together. The transaction takes the write
 * lock before it reads, so what `act` looks up and decides holds also against other processes on the same folder.
 */
export function createWriter(database: DatabaseSync): Writer {
  let waiting: Job[] = [];
  let scheduled = false;

  /** Runs them in one transaction; what went wrong, if anything did. */
  const commit = (jobs: readonly Job[]): unknown => {
    try {
      database.exec("BEGIN IMMEDIATE");
      for (const job of jobs) job.run();
      database.exec("COMMIT");
      return undefined;
    } catch (error) {
      // A full disk has undone the transaction already.
      if (database.isTransaction) database.exec("ROLLBACK");
      return isDiskFull(error) ? storageFull() : (error ?? new Error("the books can't be written"));
    }
  };

  const flush = (): void => {
    scheduled = false;
    const jobs = waiting.slice(0, BATCH);
    waiting = waiting.slice(BATCH);
    if (waiting.length > 0) schedule();
    const failure = commit(jobs);
    for (const job of jobs) failure === undefined ? job.settle() : job.fail(failure);
  };

  const schedule = (): void => {
    scheduled = true;
    // After what has arrived already: these come in one batch.
    setImmediate(flush);
  };

  return {
    write: (act) =>
      new Promise((resolve, reject) => {
        let result: ReturnType<typeof act>;
        waiting.push({
          run: () => {
            result = act();
          },
          settle: () => resolve(result),
          fail: reject,
        });
        if (!scheduled) schedule();
      }),
  };
}
