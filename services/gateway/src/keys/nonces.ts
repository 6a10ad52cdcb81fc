import type { DatabaseSync } from "node:sqlite";
import type { Address, Hex } from "viem";

export type Nonces = {
  /** Uses a nonce of a reader. False when it was used before. */
  use(reader: Address, nonce: Hex, expiry: bigint): boolean;
  /** Gives a nonce back: its request got no answer. */
  giveBack(reader: Address, nonce: Hex): void;
};

/** Seconds that a used nonce is kept beyond its request's expiry, against clocks set back. */
const KEEP_SECONDS = 3_600;

/**
 * Nonces that have been used, kept on disk until their requests have expired. They belong to a reader whose signature
 * was verified, so nobody can use up another's.
 */
export function createNonces(database: DatabaseSync, now: () => number = Date.now): Nonces {
  const insert = database.prepare("INSERT OR IGNORE INTO nonce VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM nonce WHERE reader = ? AND nonce = ?");
  const purge = database.prepare("DELETE FROM nonce WHERE expiry < ?");

  return {
    use(reader, nonce, expiry) {
      purge.run(Math.floor(now() / 1000) - KEEP_SECONDS);
      return insert.run(reader.toLowerCase(), nonce.toLowerCase(), expiry).changes === 1;
    },
    giveBack: (reader, nonce) => void remove.run(reader.toLowerCase(), nonce.toLowerCase()),
  };
}
