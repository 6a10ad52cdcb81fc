import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "ponder";
import { record } from "../schema/consent.ts";
import { deal } from "../schema/desk.ts";
import { dataset, manifest, offer } from "../schema/market.ts";
import { ratingTotal } from "../schema/ratings.ts";
import type { Db } from "../src/api/search/sql.ts";

/** A database for a measurement or a test: PostgreSQL, or a fresh PGlite. */
export interface BenchDatabase {
  readonly name: string;
  readonly db: Db;
  /** Runs a statement and gives its rows. */
  readonly run: (statement: string) => Promise<readonly Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

interface Column {
  readonly name: string;
  readonly getSQLType: () => string;
}

interface Loaded {
  readonly drizzle: (client: unknown, options: { casing: "snake_case" }) => Db;
  readonly getTableConfig: (table: unknown) => { name: string; columns: readonly Column[] };
  readonly PGlite: { create: (folder: string) => Promise<{ close: () => Promise<void> }> };
  readonly Pool: new (options: object) => { end: () => Promise<void> };
}

// Ponder's own, in the versions it runs with.
const fromPonder = createRequire(import.meta.resolve("ponder"));
const load = (name: string): Loaded => fromPonder(name) as Loaded;

/**
 * @param url of PostgreSQL; without it PGlite is used
 * @param keptIn folder for PGlite that stays; without it one is made and removed
 */
export async function openDatabase(url?: string, keptIn?: string): Promise<BenchDatabase> {
  if (url !== undefined) {
    const { Pool } = load("pg");
    const pool = new Pool({ connectionString: url, max: 1 });
    return opened("PostgreSQL", load("drizzle-orm/node-postgres").drizzle(pool, { casing: "snake_case" }), () =>
      pool.end(),
    );
  }
  const folder = keptIn ?? mkdtempSync(join(tmpdir(), "tallystick-bench-"));
  const lite = await load("@electric-sql/pglite").PGlite.create(folder);
  return opened("PGlite", load("drizzle-orm/pglite").drizzle(lite, { casing: "snake_case" }), async () => {
    await lite.close();
    if (keptIn === undefined) rmSync(folder, { recursive: true, force: true });
  });
}

const opened = (name: string, db: Db, close: () => Promise<void>): BenchDatabase => ({
  name,
  db,
  run: async (statement) => (await db.execute(sql.raw(statement))).rows as Record<string, unknown>[],
  close,
});

/** `create table` for one of the indexer's tables, enums as text. */
export function tableStatement(table: unknown): string {
  const { name, columns } = load("drizzle-orm/pg-core").getTableConfig(table);
  const list = columns.map((column) => {
    const type = column.getSQLType();
    return `"${column.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}" ${/status$/.test(type) ? "text" : type}`;
  });
  return `create table "${name}" (${list.join(", ")})`;
}

/** The indexed tables that a search looks at, as Ponder makes them; what was there is gone. */
export async function makeTables(
  run: BenchDatabase["run"],
  names: { readonly tables: string; readonly search: string },
): Promise<void> {
  await run(`drop schema if exists ${names.search} cascade`);
  await run(`drop schema if exists ${names.tables} cascade`);
  await run(`create schema ${names.tables}`);
  await run(`set search_path to ${names.tables}`);
  for (const table of [dataset, manifest, offer, ratingTotal, record, deal]) await run(tableStatement(table));
  await run("create unique index on dataset (chain_id, id)");
  await run("create index on dataset (chain_id, owner)");
  await run("create unique index on manifest (chain_id, dataset, version)");
  await run("create unique index on offer (chain_id, id)");
  await run("create index on offer (chain_id, dataset)");
  await run("create unique index on rating_total (chain_id, dataset)");
  await run("create unique index on record (chain_id, dataset)");
  for (const side of ["first", "second"]) await run(`create index on deal (chain_id, ${side}_dataset)`);
}
