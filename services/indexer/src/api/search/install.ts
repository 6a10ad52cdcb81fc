import { createHash } from "node:crypto";
import { sql } from "ponder";
import type { IndexedChain } from "../../../settings.ts";
import type { Writer } from "../writer.ts";
import { definition, TRIGGERS } from "./definition.ts";

/** Schema of Ponder's tables, and of ours beside them: names of PostgreSQL, quoted. */
export function schemaNames(env: Readonly<Record<string, string | undefined>> = process.env) {
  const tables = env.DATABASE_SCHEMA ?? "tallystick";
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  return { tables: quoted(tables), search: quoted(`${tables}_search`), plain: { tables, search: `${tables}_search` } };
}

/**
 * Makes the tables that `/search` asks, with the triggers that keep them true to the indexed ones: whatever writes
 * those, a reorganisation too, is followed within the same transaction. They are made anew when they are not there,
 * not these, or when Ponder has made its tables anew, since its triggers go with a table.
 */
export async function installSearch(writer: Writer, chains: readonly IndexedChain[]): Promise<void> {
  const names = schemaNames();
  const statements = definition(names, chains);
  const version = createHash("sha256").update(statements.join("\n")).digest("hex");
  await writer.raw.transaction(async (tx) => {
    const [known] = rowsOf(
      await tx.execute(sql`
        select (select obj_description(oid) from pg_namespace where nspname = ${names.plain.search}) as version,
          (select count(*)::int from pg_trigger t join pg_class c on c.oid = t.tgrelid
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ${names.plain.tables} and t.tgname like 'tallystick_search_%') as triggers`),
    );
    if (known?.version === version && known.triggers === TRIGGERS) return;
    for (const statement of statements) await tx.execute(sql.raw(statement));
    await tx.execute(sql.raw(`comment on schema ${names.search} is '${version}'`));
  });
}

const rowsOf = (result: unknown): Record<string, unknown>[] => (result as { rows: Record<string, unknown>[] }).rows;
