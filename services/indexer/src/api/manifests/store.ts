import { db } from "ponder:api";
import { manifest, version } from "ponder:schema";
import { and, asc, eq, inArray, sql } from "ponder";
import type { ManifestRow, VersionRow } from "../../market/rows.ts";
import { writer } from "../writer.ts";
import type { Verdict } from "./verdict.ts";

/** Longest wait in seconds before a missing manifest is asked for again; before it 1, 2, 4 … */
const MAX_WAIT = 60;

/** A manifest that is not settled, with the version it describes. */
export interface Pending {
  readonly manifest: ManifestRow;
  readonly version: VersionRow;
}

const sameVersion = and(
  eq(version.chainId, manifest.chainId),
  eq(version.dataset, manifest.dataset),
  eq(version.version, manifest.version),
);

/** Manifests to ask for, those first that were tried least. */
export async function pendingManifests(now: bigint, limit: number): Promise<Pending[]> {
  const wait = sql`least(power(2, least(${manifest.attempts}, 20) - 1), ${MAX_WAIT}::numeric)`;
  const due = sql`(${manifest.attempts} = 0 or ${manifest.triedAt} + ${wait} <= ${now}::numeric)`;
  return db
    .select({ manifest, version })
    .from(manifest)
    .innerJoin(version, sameVersion)
    .where(and(inArray(manifest.status, ["pending", "missing"]), due))
    .orderBy(asc(manifest.attempts), asc(manifest.triedAt))
    .limit(limit);
}

/**
 * Writes a verdict, unless a reorganisation has taken the version away meanwhile. Should one undo the write itself, the
 * row is pending again and the manifest is fetched anew.
 */
export async function saveVerdict(
  { manifest: row }: Pending,
  verdict: Verdict,
  attempts: number,
  now: bigint,
): Promise<void> {
  const { $dialect, raw } = writer();
  await raw.transaction(async (tx) => {
    // Ponder's trigger notes which tables changed in here; Ponder makes it for its own transactions only.
    const scope = $dialect === "postgres" ? sql`on commit drop` : sql``;
    await tx.execute(sql`create temp table if not exists live_query_tables (table_name text primary key) ${scope}`);
    await tx
      .update(manifest)
      .set({ ...verdict, attempts, triedAt: now })
      .where(
        and(
          eq(manifest.chainId, row.chainId),
          eq(manifest.dataset, row.dataset),
          eq(manifest.version, row.version),
          eq(manifest.hash, row.hash),
        ),
      );
  });
}
