import type { db } from "ponder:api";
import { sql } from "ponder";
import { schemaNames } from "./install.ts";

// What the questions of a search are made of.

export type Sql = ReturnType<typeof sql>;
export type Db = Pick<typeof db, "select" | "execute">;

export const names = schemaNames();
export const listing = sql.raw(`${names.search}.listing`);
export const price = sql.raw(`${names.search}.price`);
export const tariff = sql.raw(`${names.search}.tariff`);
export const tally = sql.raw(`${names.search}.tally`);

export const list = (values: readonly (number | string)[]): Sql =>
  sql.join(
    values.map((each) => sql`${each}`),
    sql`, `,
  );

export const all = (conditions: readonly Sql[]): Sql => sql.join([...conditions], sql` and `);

export const whereOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`` : sql`where ${all(conditions)}`;

export const rowsOf = async <T>(db: Db, query: Sql): Promise<T[]> => (await db.execute(query)).rows as T[];
