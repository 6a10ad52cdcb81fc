import { performance } from "node:perf_hooks";
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
import type { Db } from "../src/api/search/sql.ts";
import { fillClaims, HOLDER, NOW } from "./claims.ts";
import { openDatabase } from "./database.ts";

// What the page of a portfolio asks when an account holds many lots, of the made-up tables of an indexer, on PGlite or with
// DATABASE_URL on PostgreSQL:  node services/indexer/bench/receivables.ts [lots] [lots a receivable] [runs]
// PGlite runs in this process: CPU is what an answer takes on a core of its own.

const [LOTS = 50_000, PER_CLAIM = 10, RUNS = 20] = process.argv.slice(2).map(Number);

const bench = await openDatabase(process.env.DATABASE_URL);

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

await fillClaims(bench, { lots: LOTS, perClaim: PER_CLAIM });
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
