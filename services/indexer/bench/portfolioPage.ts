import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { instrumentRoutes } from "../src/api/instruments/routes.ts";
import { startChain } from "../test/support/chains.ts";
import { timePage } from "../test/support/page.ts";
import { fillClaims, HOLDER } from "./claims.ts";
import { openDatabase } from "./database.ts";

// How soon the page of a portfolio stands when an account holds 50,000 lots, in Chromium, with the site built before and the
// indexer's own answers over HTTP from PGlite:  node services/indexer/bench/portfolioPage.ts [lots] [lots a receivable] [runs]

const [LOTS = 50_000, PER_CLAIM = 10, RUNS = 10] = process.argv.slice(2).map(Number);
/** Milliseconds that the issue gives it. */
const MOST = 1_000;

const chain = await startChain("chainA");
const database = await openDatabase();
const now = Math.floor(Date.now() / 1_000);
const token = String(deployed(networkOf(chain.chainId, {})).eurx).toLowerCase();
await fillClaims(database, {
  lots: LOTS,
  perClaim: PER_CLAIM,
  now,
  token,
});
const routes = instrumentRoutes(database.db);
const asked: number[] = [];

/** The indexer's routes about receivables; whatever else a page asks is unknown here. */
const indexer = createServer(async (request, response) => {
  const start = performance.now();
  const answer = await routes.request((request.url ?? "/").replace(/^\/instruments/, ""));
  const body = await answer.text();
  if (request.url?.startsWith("/instruments/")) asked.push(performance.now() - start);
  response.writeHead(answer.status, { "access-control-allow-origin": "*", "content-type": "application/json" });
  response.end(answer.ok ? body : "{}");
});
await new Promise<void>((resolve) => indexer.listen(0, "127.0.0.1", resolve));

const times = await timePage(
  { chain: chain.port, indexer: (indexer.address() as AddressInfo).port },
  `/receivables/portfolio?account=${HOLDER}`,
  (page) => ({
    "sums of all lots": page.getByRole("region", { name: "Totals" }).getByRole("listitem").first().waitFor(),
    "the first lots": page.getByRole("table", { name: "Lots held" }).getByRole("row").nth(20).waitFor(),
  }),
  RUNS,
);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
let worst = 0;
console.log(`${LOTS} lots of ${Math.ceil(LOTS / PER_CLAIM)} receivables, milliseconds from asking for the page`);
for (const [part, values] of Object.entries(times)) {
  const [middle, last] = [median(values), Math.max(...values)];
  console.log(`${part.padEnd(24)} median ${middle.toFixed(0).padStart(6)}, at most ${last.toFixed(0).padStart(6)}`);
  worst = Math.max(worst, middle);
}
console.log(
  `${asked.length / (RUNS + 2)} questions a visit, the median one answered in ${median(asked).toFixed(0)} ms`,
);
indexer.close();
await database.close();
await chain.close();
if (worst > MOST) console.error(`The page takes longer than ${MOST} ms.`);
process.exit(worst > MOST ? 1 : 0);
