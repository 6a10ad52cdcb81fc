import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Address, type Hex, numberToHex } from "viem";
import type { Signable } from "../consent-wire.ts";
import { fromJson, toJson } from "../wire.ts";

/** A holder's signature that waits for others. */
export interface Collected {
  readonly chainId: number;
  readonly dataset: bigint;
  /** EIP-712 digest: what it is known by. */
  readonly digest: Hex;
  readonly holder: Address;
  readonly signature: Hex;
  /** What was signed. */
  readonly subject: Signable;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/** One row as it is answered: what was signed stays as it was written down. */
export interface CollectedRow {
  readonly subject: unknown;
  readonly holder: string;
  readonly signature: string;
}

export interface ConsentStore {
  /** False when there is no room. The same signature twice is kept once. */
  keep(signed: Collected): boolean;
  of(chainId: number, dataset: bigint): readonly CollectedRow[];
  /** Forgets what can't be given any more. */
  sweep(now: number): void;
}

const schema = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS signature (
    chainId INTEGER NOT NULL, dataset TEXT NOT NULL, digest TEXT NOT NULL, holder TEXT NOT NULL,
    signature TEXT NOT NULL, subject TEXT NOT NULL, expiresAt INTEGER NOT NULL,
    PRIMARY KEY (chainId, digest, holder)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ofDataset ON signature (chainId, dataset);
`;

/** Open signatures that one holder may have at one record, and all holders together. */
const defaults = { perHolder: 32, inAll: 20_000 } as const;

/** @param file a path, or ":memory:" */
export function openConsentStore(file: string, limits: { perHolder: number; inAll: number } = defaults): ConsentStore {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: 2_000 });
  database.exec(schema);
  const put = database.prepare("INSERT OR REPLACE INTO signature VALUES (?, ?, ?, ?, ?, ?, ?)");
  const known = database.prepare("SELECT 1 FROM signature WHERE chainId = ? AND digest = ? AND holder = ?");
  const own = database.prepare("SELECT count(*) AS n FROM signature WHERE chainId = ? AND dataset = ? AND holder = ?");
  const all = database.prepare("SELECT count(*) AS n FROM signature");
  const find = database.prepare(
    "SELECT subject, holder, signature FROM signature WHERE chainId = ? AND dataset = ? ORDER BY rowid DESC LIMIT 512",
  );
  const forget = database.prepare("DELETE FROM signature WHERE expiresAt < ?");
  const count = (row: unknown) => (row as { n: number }).n;
  const idOf = (dataset: bigint) => numberToHex(dataset, { size: 32 });
  return {
    keep({ chainId, dataset, digest, holder, signature, subject, expiresAt }) {
      const by = holder.toLowerCase();
      const full = count(own.get(chainId, idOf(dataset), by)) >= limits.perHolder || count(all.get()) >= limits.inAll;
      if (full && !known.get(chainId, digest, by)) return false;
      put.run(chainId, idOf(dataset), digest, by, signature, toJson(subject), expiresAt);
      return true;
    },
    of: (chainId, dataset) =>
      find.all(chainId, idOf(dataset)).map((row) => {
        const { subject, holder, signature } = row as Record<string, string>;
        return { subject: fromJson(subject ?? ""), holder: holder ?? "", signature: signature ?? "" };
      }),
    sweep: (now) => void forget.run(now),
  };
}
