import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { indexedChains } from "../settings.ts";
import { definition } from "../src/api/search/definition.ts";
import { schemaNames } from "../src/api/search/install.ts";
import { readQuestion } from "../src/api/search/question.ts";
import { makeTables, openDatabase } from "./database.ts";
import { fill } from "./listings.ts";
import { QUESTIONS } from "./questions.ts";

// How long searches take in a market of many data sets, on PGlite or, with DATABASE_URL, on PostgreSQL (in a schema of
// its own that is dropped again):  node services/indexer/bench/search.ts [data sets] [runs] [--keep]
// With --keep the tables stay, and the next run with --keep fills only what the search asks.

const [wantedCount = "100000", wantedRuns = "30"] = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const COUNT = Number(wantedCount);
const RUNS = Number(wantedRuns);
const isKept = process.argv.includes("--keep");

// Read when the search is loaded.
process.env.DATABASE_SCHEMA = "tallystick_bench";
const { search } = await import("../src/api/search/search.ts");
const names = schemaNames();

const {
  name: database,
  db,
  run,
  close,
} = await openDatabase(process.env.DATABASE_URL, isKept ? join(tmpdir(), "tallystick-bench") : undefined);

async function timed<T>(act: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await act();
  return [performance.now() - start, result];
}

const at = (sorted: readonly number[], part: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1).padStart(8);

async function measure(name: string, query: Record<string, string>): Promise<void> {
  const question = readQuestion({ chainId: "31337", limit: "12", ...query });
  if ("code" in question) throw new Error(question.message);
  const times: number[] = [];
  let found = "";
  for (let i = 0; i < RUNS; i++) {
    const [time, { total, more }] = await timed(() => search(db, question));
    times.push(time);
    found = `${total}${more ? "+" : ""}`;
  }
  times.sort((a, b) => a - b);
  console.log(`${name.padEnd(38)} ${found.padStart(8)} ${at(times, 0.5)} ${at(times, 0.95)} ms`);
}

/** Follows `next` through a whole list, as a page without end would. */
async function measureDeep(name: string, query: Record<string, string>, pages: number): Promise<void> {
  const times: number[] = [];
  let after: string | null = null;
  for (let i = 0; i < pages; i++) {
    const question = readQuestion({ chainId: "31337", limit: "100", ...query, ...(after ? { after } : {}) });
    if ("code" in question) throw new Error(question.message);
    const [time, page] = await timed(() => search(db, question));
    times.push(time);
    after = page.next;
    if (after === null) break;
  }
  times.sort((a, b) => a - b);
  console.log(`${`${name}, ${times.length} pages of 100`.padEnd(47)} ${at(times, 0.5)} ${at(times, 0.95)} ms`);
}

async function isFilled(): Promise<boolean> {
  if (!isKept) return false;
  await run(`set search_path to ${names.tables}`);
  const [row] = await run(`select to_regclass('dataset') is not null as made`);
  if (row?.["made"] !== true) return false;
  const [counted] = await run(`select count(*)::integer as n from dataset`);
  return counted?.["n"] === COUNT;
}

async function makeAndFill(): Promise<void> {
  if (await isFilled()) return;
  await makeTables(run, names);
  await fill(run, COUNT);
}

try {
  const [filled] = await timed(makeAndFill);
  const [made] = await timed(async () => {
    for (const statement of definition(names, indexedChains({}))) await run(statement);
  });
  await run(`analyze`);
  console.log(`${COUNT} data sets in ${database}: made in ${Math.round(filled)} ms, search in ${Math.round(made)} ms`);
  const [sale] = await timed(() =>
    run(`update dataset set sold = sold + 1 where id = (select id from dataset limit 1)`),
  );
  console.log(`one sale followed in ${sale.toFixed(1)} ms`);
  console.log(`${"".padEnd(38)} ${"found".padStart(8)} ${"p50".padStart(8)} ${"p95".padStart(8)}`);
  for (const [name, query] of Object.entries(QUESTIONS)) await measure(name, query);
  await measureDeep("all, newest, by cursor", {}, 200);
  await measureDeep("a common word, by cursor", { q: "data" }, 200);
} finally {
  if (!isKept) {
    await run(`drop schema if exists ${names.search} cascade`);
    await run(`drop schema if exists ${names.tables} cascade`);
  }
  await close();
}
