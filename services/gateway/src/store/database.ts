import { DatabaseSync } from "node:sqlite";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS content (
    cid TEXT PRIMARY KEY, size INTEGER NOT NULL, account TEXT NOT NULL, at INTEGER NOT NULL, complete INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS content_account ON content (account);
  CREATE TABLE IF NOT EXISTS nonce (
    reader TEXT NOT NULL, nonce TEXT NOT NULL, expiry INTEGER NOT NULL, PRIMARY KEY (reader, nonce)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS uploaded (
    address TEXT NOT NULL, day INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (address, day)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS nonce_expiry ON nonce (expiry);
`;

/** Opens the gateway's own books: what the store holds and for whom, what came from where today, and used nonces. */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
  database.exec(SCHEMA);
  return database;
}
