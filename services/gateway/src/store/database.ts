import { DatabaseSync } from "node:sqlite";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS content (
    cid TEXT PRIMARY KEY, size INTEGER NOT NULL, account TEXT NOT NULL, at INTEGER NOT NULL, complete INTEGER NOT NULL,
    is_file INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS content_account ON content (account);
  CREATE TABLE IF NOT EXISTS uploaded (
    address TEXT NOT NULL, day INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (address, day)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS nonce (
    reader TEXT NOT NULL, nonce TEXT NOT NULL, expiry INTEGER NOT NULL, PRIMARY KEY (reader, nonce)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS nonce_expiry ON nonce (expiry);
  CREATE TABLE IF NOT EXISTS receipt (
    digest TEXT PRIMARY KEY, at INTEGER NOT NULL, request TEXT NOT NULL, receipt TEXT NOT NULL, asked TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS receipt_at ON receipt (at);
  CREATE INDEX IF NOT EXISTS receipt_request ON receipt (request);
  CREATE TABLE IF NOT EXISTS period (
    number INTEGER PRIMARY KEY, begin INTEGER NOT NULL, through INTEGER NOT NULL, root TEXT NOT NULL,
    count INTEGER NOT NULL, head TEXT NOT NULL, anchored INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS accusation (
    digest TEXT PRIMARY KEY, answer_by INTEGER NOT NULL, answered INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS tariff (
    dataset TEXT NOT NULL, owner TEXT NOT NULL, token TEXT NOT NULL, serial INTEGER NOT NULL, valid_until INTEGER NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (dataset, owner, token)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS voucher (
    tab TEXT PRIMARY KEY, parties TEXT NOT NULL, owed TEXT NOT NULL, signature TEXT NOT NULL, at INTEGER NOT NULL,
    claimed TEXT NOT NULL, urgent INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS access (
    tab TEXT NOT NULL, access TEXT NOT NULL, owed TEXT NOT NULL, thing TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (tab, access)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS outgoing (
    name TEXT PRIMARY KEY, nonce INTEGER NOT NULL, hash TEXT NOT NULL, raw TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS named (
    cid TEXT PRIMARY KEY, size INTEGER, account TEXT NOT NULL, wanted INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS manifest (
    cid TEXT PRIMARY KEY, dataset TEXT NOT NULL, version INTEGER NOT NULL, read INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** What depends on the chain that was served, and is void on another. */
const OF_CHAIN = [
  "nonce",
  "receipt",
  "period",
  "accusation",
  "tariff",
  "voucher",
  "access",
  "outgoing",
  "named",
  "manifest",
  "note",
];

/**
 * Opens the gateway's own books: what the store holds and for whom, what it answered, what it is owed, what it has sent.
 * What was committed is on the disk: also after a power cut.
 */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
  database.exec(SCHEMA);
  return database;
}

/** Forgets everything that was about another chain. */
export function forgetChain(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; ${OF_CHAIN.map((table) => `DELETE FROM ${table};`).join(" ")} COMMIT;`);
}

/** A small fact that is kept: the genesis, how far the chain was read, who is on duty. */
export type Notes = { get(name: string): string | undefined; set(name: string, value: string): void };

export function createNotes(database: DatabaseSync): Notes {
  const find = database.prepare("SELECT value FROM note WHERE name = ?");
  const put = database.prepare("INSERT OR REPLACE INTO note VALUES (?, ?)");
  return {
    get: (name) => find.get(name)?.value as string | undefined,
    set: (name, value) => void put.run(name, value),
  };
}
