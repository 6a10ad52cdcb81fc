import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "ponder";
import type { Db } from "../src/api/search/search.ts";

/** A database for a measurement: PostgreSQL where `DATABASE_URL` names one, else a fresh PGlite. */
export interface BenchDatabase {
  readonly name: string;
  readonly db: Db;
  readonly run: (statement: string) => Promise<unknown>;
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

export async function openDatabase(): Promise<BenchDatabase> {
  const { DATABASE_URL: url } = process.env;
  if (url !== undefined) {
    const { Pool } = load("pg");
    const pool = new Pool({ connectionString: url, max: 1 });
    return opened("PostgreSQL", load("drizzle-orm/node-postgres").drizzle(pool, { casing: "snake_case" }), () =>
      pool.end(),
    );
  }
  const folder = mkdtempSync(join(tmpdir(), "tallystick-bench-"));
  const lite = await load("@electric-sql/pglite").PGlite.create(folder);
  return opened("PGlite", load("drizzle-orm/pglite").drizzle(lite, { casing: "snake_case" }), async () => {
    await lite.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

const opened = (name: string, db: Db, close: () => Promise<void>): BenchDatabase => ({
  name,
  db,
  run: (statement) => db.execute(sql.raw(statement)),
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
