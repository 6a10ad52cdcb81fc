import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Network } from "@tallystick/sdk/networks";
import type { Hex } from "viem";
import { atOnce } from "./store.ts";

const LEASE_MS = 15_000;

/**
 * Who of several servers with one folder sends: the holder of a lease, which is renewed by asking and runs out by itself
 * where a server is killed. Two that sent at once would pay twice.
 */
export function leaseOf(database: DatabaseSync, chainId: number): (now: number) => boolean {
  const owner = randomUUID();
  const take = database.prepare(
    "INSERT INTO lease VALUES (?, ?, ?) ON CONFLICT (chainId) DO UPDATE SET owner = excluded.owner, until = excluded.until WHERE lease.owner = excluded.owner OR lease.until < ?",
  );
  return (now) => Number(take.run(chainId, owner, now + LEASE_MS, now).changes) > 0;
}

const CHECK_MS = 10_000;

/**
 * Whether the chain is the one that what is kept is from. A local chain begins anew at each start, with the same addresses:
 * what was kept is forgotten then. Elsewhere another genesis is an operator's mistake, and nothing is done.
 */
export function sameChain(
  database: DatabaseSync,
  { chainId, isLocal }: Network,
  { genesis, forgotten }: { readonly genesis: () => Promise<Hex>; readonly forgotten: () => void },
) {
  const find = database.prepare("SELECT genesis FROM chain WHERE chainId = ?");
  const put = database.prepare("INSERT OR REPLACE INTO chain VALUES (?, ?)");
  let checkedAt = 0;

  async function check(): Promise<void> {
    const actual = await genesis();
    const known = find.get(chainId)?.["genesis"];
    if (known !== undefined && known !== actual) {
      if (!isLocal) throw new Error(`Chain ${chainId} has genesis ${actual}, ballots are kept for ${String(known)}.`);
      atOnce(database, () => {
        database
          .prepare("DELETE FROM attempt WHERE sending IN (SELECT id FROM sending WHERE chainId = ?)")
          .run(chainId);
        for (const table of ["sending", "ballot"])
          database.prepare(`DELETE FROM ${table} WHERE chainId = ?`).run(chainId);
      });
      forgotten();
    }
    if (known !== actual) put.run(chainId, actual);
    checkedAt = Date.now();
  }

  return { check, ready: () => (Date.now() - checkedAt < CHECK_MS ? Promise.resolve() : check()) };
}
