import { performance } from "node:perf_hooks";
import { lot } from "../schema/lots.ts";
import { receivable } from "../schema/receivables.ts";
import { listLots } from "../src/api/instruments/lots.ts";
import { overview } from "../src/api/instruments/overview.ts";
import {
  readAgeingQuestion,
  readCashflowQuestion,
  readExposureQuestion,
  readLotQuestion,
  readOverviewQuestion,
  readPortfolioQuestion,
} from "../src/api/instruments/question.ts";
import { ageing, cashflow, exposure, portfolio } from "../src/api/instruments/sums.ts";
import type { Query } from "../src/api/parameters.ts";
import { type Db, names } from "../src/api/search/sql.ts";
import { openDatabase, tableStatement } from "./database.ts";

// What the page of a portfolio asks when an account holds many lots, of the made-up tables of an indexer, on PGlite or with
// DATABASE_URL on PostgreSQL:  node services/indexer/bench/receivables.ts [lots] [lots a receivable] [runs]
// PGlite runs in this process: CPU is what an answer takes on a core of its own.

const [LOTS = 50_000, PER_CLAIM = 10, RUNS = 20] = process.argv.slice(2).map(Number);
const NOW = 1_800_000_000;
const DAY = 86_400;

const filled = (digit: string, bytes: number): string => `'0x${digit.repeat(bytes * 2)}'`;
const [TOKEN, CREDITOR, INSTRUMENT, HASH] = [filled("c", 20), filled("b", 20), filled("d", 20), filled("a", 32)];
const HOLDER = `0x${"e".repeat(40)}`;

const bench = await openDatabase(process.env.DATABASE_URL);

/** Claims against twelve debtors, due over a year of which half is over, each in lots that one account holds. */
async function fill(): Promise<void> {
  const { run } = bench;
  await run(`drop schema if exists ${names.tables} cascade`);
  await run(`create schema ${names.tables}`);
  await run(`set search_path to ${names.tables}`);
  for (const table of [lot, receivable]) await run(tableStatement(table));
  const dueAt = `${NOW - 180 * DAY} + (i * 37 % 360) * ${DAY}`;
  // As long as true ids are.
  const id = (i: string): string => `(${i})::numeric * 1e70 + (${i})`;
  const worth = "1000 + i % 97";
  await run(`insert into receivable (chain_id, id, debtor, creditor, token, due_at, units, unit, max_tier, late_bps,
      grace_days, number, document, "order", order_amount, face, root, status, due_by, has_books, open_units,
      uncollected_units, principal, interest_days, interest, pot, per_unit, paid_principal, paid_interest,
      credited_principal, collected, streams, registered_at, transaction)
    select 31337, ${id("i")}, '0x' || lpad((i % 12)::text, 40, '0'), ${CREDITOR}, ${TOKEN}, ${dueAt}, 1000, ${worth}, 0, 900,
      3, ${HASH}, ${HASH}, ${HASH}, 0, 1000 * (${worth}), i, 'confirmed', ${dueAt}, false, 1000, 1000, 1000 * (${worth}),
      0, 0, 0, 0, 0, 0, 0, 0, 0, i, ${HASH} from generate_series(1, ${Math.ceil(LOTS / PER_CLAIM)}) i`);
  await run(`insert into lot (chain_id, id, root, "inner", instrument, receivable, holder, start, units, state, serial, tier,
      roll, version, mark, is_written_off, opened_at, changed_at, transaction)
    select 31337, ${id("i")}, i, ${HASH}, ${INSTRUMENT}, ${id(`(i - 1) / ${PER_CLAIM} + 1`)}, '${HOLDER}', i % 1000, 90, 128,
      1, 1, ${HASH}, ${HASH}, 0, false, i, i, ${HASH} from generate_series(1, ${LOTS}) i`);
  await run("create unique index on lot (chain_id, id)");
  await run("create index on lot (chain_id, holder)");
  await run("create index on lot (chain_id, receivable, start)");
  await run("create unique index on receivable (chain_id, id)");
  for (const party of ["debtor", "creditor"]) await run(`create index on receivable (chain_id, ${party}, due_by)`);
  await run("create index on receivable (chain_id, due_by)");
  // As the indexer does by itself.
  for (const table of ["lot", "receivable"]) await run(`analyze ${table}`);
}

const at = (sorted: readonly number[], part: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1).padStart(8);

async function measure<Q extends object>(
  name: string,
  read: (query: Query) => Q,
  answer: (db: Db, question: Exclude<Q, { code: string }>) => Promise<unknown>,
  query: Query,
): Promise<number> {
  const question = read({ chainId: "31337", now: String(NOW), ...query });
  if ("code" in question) throw new Error(JSON.stringify(question));
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    await answer(bench.db, question as Exclude<Q, { code: string }>);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1_000 / RUNS;
  times.sort((a, b) => a - b);
  console.log(`${name.padEnd(40)} ${at(times, 0.5)} ${at(times, 0.95)} ${cpu.toFixed(1).padStart(8)} ms`);
  return cpu;
}

await fill();
console.log(`${LOTS} lots of ${Math.ceil(LOTS / PER_CLAIM)} receivables, ${bench.name}`);
console.log(`${"".padEnd(40)} ${"p50".padStart(8)} ${"p95".padStart(8)} ${"CPU".padStart(8)}`);
const account = HOLDER;
let sum = await measure("the first 20 lots by due date", readLotQuestion, listLots, { holder: account });
sum += await measure("portfolio by token", readPortfolioQuestion, portfolio, { account });
sum += await measure("ageing", readAgeingQuestion, ageing, { account });
sum += await measure("exposure by debtor", readExposureQuestion, exposure, { account });
sum += await measure("calendar of a year", readCashflowQuestion, cashflow, { account, limit: "100" });
await measure("all of these but the lots, at once", readOverviewQuestion, overview, { account });
await measure("the first 5,000 lots", readLotQuestion, listLots, { holder: account, limit: "5000" });
console.log(`${"CPU of all of these".padEnd(58)} ${sum.toFixed(1).padStart(8)} ms`);
await bench.close();
