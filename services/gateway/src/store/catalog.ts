import type { DatabaseSync } from "node:sqlite";
import type { Address } from "viem";

export type StoredContent = { cid: string; size: number };

export type Catalog = {
  find(cid: string): StoredContent | undefined;
  /** Notes that content is about to be moved in, so that a crash in between is cleaned up at the next start. */
  begin(content: StoredContent, account: Address, isFile: boolean): void;
  complete(cid: string): void;
  markIncomplete(cid: string): void;
  forget(cid: string): void;
  /** Content whose move was begun and never completed. */
  incomplete(): string[];
  /** Bytes stored for an account. */
  usage(account: string): number;
  total(): number;
  /** Files that came before `at` (Unix seconds) and that nothing on the chain names. */
  unnamed(at: number): string[];
};

function numberOf(row: Record<string, unknown> | undefined, column: string): number {
  const value = row?.[column];
  return typeof value === "number" ? value : 0;
}

/** Which content the store holds, how large it is, and whose quota it counts against. */
export function createCatalog(database: DatabaseSync, now: () => number = Date.now): Catalog {
  const find = database.prepare("SELECT size FROM content WHERE cid = ? AND complete = 1");
  const begin = database.prepare("INSERT OR REPLACE INTO content VALUES (?, ?, ?, ?, 0, ?)");
  const markIncomplete = database.prepare("UPDATE content SET complete = 0 WHERE cid = ?");
  const unnamed = database.prepare(
    "SELECT cid FROM content WHERE complete = 1 AND is_file = 1 AND at < ? AND cid NOT IN (SELECT cid FROM named)",
  );
  const complete = database.prepare("UPDATE content SET complete = 1 WHERE cid = ?");
  const forget = database.prepare("DELETE FROM content WHERE cid = ?");
  const incomplete = database.prepare("SELECT cid FROM content WHERE complete = 0");
  const usage = database.prepare("SELECT coalesce(sum(size), 0) AS bytes FROM content WHERE account = ?");
  const total = database.prepare("SELECT coalesce(sum(size), 0) AS bytes FROM content");

  return {
    find(cid) {
      const row = find.get(cid);
      return row ? { cid, size: numberOf(row, "size") } : undefined;
    },
    begin: ({ cid, size }, account, isFile) =>
      void begin.run(cid, size, account.toLowerCase(), Math.floor(now() / 1000), isFile ? 1 : 0),
    markIncomplete: (cid) => void markIncomplete.run(cid),
    unnamed: (at) => unnamed.all(at).map((row) => String(row.cid)),
    complete: (cid) => void complete.run(cid),
    forget: (cid) => void forget.run(cid),
    incomplete: () => incomplete.all().map((row) => String(row.cid)),
    usage: (account) => numberOf(usage.get(account.toLowerCase()), "bytes"),
    total: () => numberOf(total.get(), "bytes"),
  };
}
