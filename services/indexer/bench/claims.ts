import { lot } from "../schema/lots.ts";
import { receivable } from "../schema/receivables.ts";
import { names } from "../src/api/search/sql.ts";
import { type BenchDatabase, tableStatement } from "./database.ts";

// A large portfolio, in the made-up tables of an indexer.

/** The second that the claims are around. */
export const NOW = 1_800_000_000;
const DAY = 86_400;

const filled = (digit: string, bytes: number): string => `'0x${digit.repeat(bytes * 2)}'`;
const [CREDITOR, INSTRUMENT, HASH] = [filled("b", 20), filled("d", 20), filled("a", 32)];
/** Who holds all lots. */
export const HOLDER = `0x${"e".repeat(40)}`;

/** Claims against twelve debtors, due over a year of which half is over, each in lots that one account holds. */
export async function fillClaims(
  { run }: Pick<BenchDatabase, "run">,
  {
    lots,
    perClaim,
    now = NOW,
    token = `0x${"c".repeat(40)}`,
  }: { readonly lots: number; readonly perClaim: number; readonly now?: number; readonly token?: string },
): Promise<void> {
  await run(`drop schema if exists ${names.tables} cascade`);
  await run(`create schema ${names.tables}`);
  await run(`set search_path to ${names.tables}`);
  for (const table of [lot, receivable]) await run(tableStatement(table));
  const dueAt = `${now - 180 * DAY} + (i * 37 % 360) * ${DAY}`;
  // As long as true ids are.
  const id = (i: string): string => `(${i})::numeric * 1e70 + (${i})`;
  const worth = "1000 + i % 97";
  await run(`insert into receivable (chain_id, id, debtor, creditor, token, due_at, units, unit, max_tier, late_bps,
      grace_days, number, document, "order", order_amount, face, root, status, due_by, has_books, open_units,
      uncollected_units, principal, interest_days, interest, pot, per_unit, paid_principal, paid_interest,
      credited_principal, collected, streams, registered_at, transaction)
    select 31337, ${id("i")}, '0x' || lpad((i % 12)::text, 40, '0'), ${CREDITOR}, '${token}', ${dueAt}, 1000, ${worth}, 0, 900,
      3, ${HASH}, ${HASH}, ${HASH}, 0, 1000 * (${worth}), i, 'confirmed', ${dueAt}, false, 1000, 1000, 1000 * (${worth}),
      0, 0, 0, 0, 0, 0, 0, 0, 0, i, ${HASH} from generate_series(1, ${Math.ceil(lots / perClaim)}) i`);
  await run(`insert into lot (chain_id, id, root, "inner", instrument, receivable, holder, start, units, state, serial, tier,
      roll, version, mark, is_written_off, opened_at, changed_at, transaction)
    select 31337, ${id("i")}, i, ${HASH}, ${INSTRUMENT}, ${id(`(i - 1) / ${perClaim} + 1`)}, '${HOLDER}', i % 1000, 90, 128,
      1, 1, ${HASH}, ${HASH}, 0, false, i, i, ${HASH} from generate_series(1, ${lots}) i`);
  await run("create unique index on lot (chain_id, id)");
  await run("create index on lot (chain_id, holder)");
  await run("create index on lot (chain_id, receivable, start)");
  await run("create unique index on receivable (chain_id, id)");
  for (const party of ["debtor", "creditor"]) await run(`create index on receivable (chain_id, ${party}, due_by)`);
  await run("create index on receivable (chain_id, due_by)");
  // As the indexer does by itself.
  for (const table of ["lot", "receivable"]) await run(`analyze ${table}`);
}
