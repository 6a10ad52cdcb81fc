import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Nonces and sessions live on the server, so that a nonce works once and signing out ends a session for good. */
export interface SessionStore {
  /** A fresh nonce, good until `seconds` from now. */
  issueNonce(nonce: string, expiresAt: number): void;
  /** Uses a nonce up. False when it never was, has expired, or was used before. */
  consumeNonce(nonce: string, now: number): boolean;
  open(session: StoredSession): void;
  find(id: string, now: number): StoredSession | undefined;
  close(id: string): void;
  /** Forgets what has expired. */
  sweep(now: number): void;
}

export interface StoredSession {
  readonly id: string;
  readonly address: string;
  readonly chainId: number;
  readonly expiresAt: number;
}

const schema = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS nonce (nonce TEXT PRIMARY KEY, expiresAt INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS session (
    id TEXT PRIMARY KEY, address TEXT NOT NULL, chainId INTEGER NOT NULL, expiresAt INTEGER NOT NULL
  ) STRICT;
`;

/** @param file a path, or ":memory:" */
export function openSessionStore(file: string): SessionStore {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: 2_000 });
  database.exec(schema);
  const addNonce = database.prepare("INSERT INTO nonce (nonce, expiresAt) VALUES (?, ?)");
  const takeNonce = database.prepare("DELETE FROM nonce WHERE nonce = ? RETURNING expiresAt");
  const addSession = database.prepare("INSERT INTO session (id, address, chainId, expiresAt) VALUES (?, ?, ?, ?)");
  const getSession = database.prepare(
    "SELECT id, address, chainId, expiresAt FROM session WHERE id = ? AND expiresAt > ?",
  );
  const endSession = database.prepare("DELETE FROM session WHERE id = ?");
  return {
    issueNonce: (nonce, expiresAt) => void addNonce.run(nonce, expiresAt),
    consumeNonce(nonce, now) {
      const row = takeNonce.get(nonce) as { expiresAt: number } | undefined;
      return row !== undefined && row.expiresAt > now;
    },
    open: ({ id, address, chainId, expiresAt }) => void addSession.run(id, address, chainId, expiresAt),
    find: (id, now) => {
      const row = getSession.get(id, now);
      return row ? { ...(row as unknown as StoredSession) } : undefined;
    },
    close: (id) => void endSession.run(id),
    sweep(now) {
      database.prepare("DELETE FROM nonce WHERE expiresAt <= ?").run(now);
      database.prepare("DELETE FROM session WHERE expiresAt <= ?").run(now);
    },
  };
}
