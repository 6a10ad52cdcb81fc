import { performance } from "node:perf_hooks";
import { record } from "../schema/consent.ts";
import { deal } from "../schema/desk.ts";
import { dataset, manifest, offer } from "../schema/market.ts";
import { ratingTotal } from "../schema/ratings.ts";
import { indexedChains } from "../settings.ts";
import { definition } from "../src/api/search/definition.ts";
import { schemaNames } from "../src/api/search/install.ts";
import { readQuestion } from "../src/api/search/question.ts";
import { openDatabase, tableStatement } from "./database.ts";
import { fill } from "./listings.ts";

// How long searches take in a market of many data sets, on PGlite or, with DATABASE_URL, on PostgreSQL (in a schema of
// its own that is dropped again):  node services/indexer/bench/search.ts [data sets] [runs]

const COUNT = Number(process.argv[2] ?? 100_000);
const RUNS = Number(process.argv[3] ?? 30);

// Read when the search is loaded.
process.env.DATABASE_SCHEMA = "tallystick_bench";
const { search } = await import("../src/api/search/search.ts");
const names = schemaNames();

const { name: database, db, run, close } = await openDatabase();

async function timed<T>(act: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await act();
  return [performance.now() - start, result];
}

/** The indexed tables that a search looks at, as Ponder makes them. */
async function makeTables(): Promise<void> {
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

const TOKEN = `0x${"e".repeat(40)}`;
const QUESTIONS: Readonly<Record<string, Record<string, string>>> = {
  "all, newest, facets": { facets: "true" },
  "all, page by number 8,000": { offset: "99900" },
  "all, most sold": { sort: "sold" },
  "all, best rated": { sort: "rated" },
  "cheapest in a token": { token: TOKEN, sort: "cheapest" },
  "price range, newest": { token: TOKEN, minPrice: "2000000", maxPrice: "3000000" },
  "a common word (half of all)": { q: "data" },
  "a common word, facets": { q: "data", facets: "true" },
  "a common word in few titles": { q: "measured" },
  "a rare word": { q: "quokka" },
  "beginning of a word": { q: "clim" },
  "two words": { q: "climate rivers" },
  Chinese: { q: "气候数据" },
  "words, mode, language, facets": { q: "climate", mode: "subscription", language: "en", facets: "true" },
  "a rare keyword, facets": { keyword: "topic 77", facets: "true" },
  "mode and licence, most sold, facets": { mode: "entry", licence: "CC-BY-4.0", sort: "sold", facets: "true" },
  "records of everybody": { mode: "record" },
  "an owner's": { owner: `0x${(7).toString(16).padStart(40, "0")}` },
};

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

try {
  await makeTables();
  const [filled] = await timed(() => fill(run, COUNT));
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
  await run(`drop schema if exists ${names.search} cascade`);
  await run(`drop schema if exists ${names.tables} cascade`);
  await close();
}
