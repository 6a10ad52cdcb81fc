import { db } from "ponder:api";
import schema from "ponder:schema";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { client, graphql, replaceBigInts } from "ponder";
import { gateways, indexedChains } from "../../settings.ts";
import { billRoutes } from "./bills/routes.ts";
import { governanceRoutes } from "./governance/routes.ts";
import { instrumentRoutes } from "./instruments/routes.ts";
import { keepLotStatistics } from "./instruments/statistics.ts";
import { keepFetching } from "./manifests/loop.ts";
import { pendingManifests, saveVerdict } from "./manifests/store.ts";
import { verdictOn } from "./manifests/verdict.ts";
import { genesisOfChains, readiness } from "./readiness.ts";
import { READINESS, takeOverReady } from "./readyRoute.ts";
import { installSearch } from "./search/install.ts";
import { readQuestion } from "./search/question.ts";
import { search } from "./search/search.ts";
import { keepStatistics } from "./search/statistics.ts";
import { swapRoutes } from "./swaps/routes.ts";
import { keepReadingTariffs } from "./tariffs/loop.ts";
import { writer } from "./writer.ts";

const chains = indexedChains();

const app = new Hono();

app.use(async (c, next) => {
  await next();
  // Titles and descriptions are strangers' text: never to be taken for a page.
  c.header("X-Content-Type-Options", "nosniff");
});

const tooLong = { code: "too-long", message: "A question may have 64 KiB at most." };
app.use("/graphql", bodyLimit({ maxSize: 64 * 1024, onError: (c) => c.json(tooLong, 413) }));
app.use("/graphql", graphql({ db, schema }));
app.use("/sql/*", client({ db, schema }));

app.get("/genesis", async (c) => c.json(await genesisOfChains()));

app.get(READINESS, async (c) => {
  const answer = await readiness();
  return c.json(answer, answer.ready ? 200 : 503);
});

app.get("/search", async (c) => {
  const question = readQuestion(c.req.query());
  if ("code" in question) return c.json(question, 400);
  return c.json(replaceBigInts(await search(db, question), String));
});

app.route("/bills", billRoutes(db));
app.route("/governance", governanceRoutes(db));
app.route("/instruments", instrumentRoutes(db));
app.route("/swaps", swapRoutes(db));

takeOverReady();

// `ponder serve` has no connection to write with: the process that indexes keeps search and manifests for all.
if (process.env.TALLYSTICK_INDEXER_READ_ONLY === undefined) {
  // Before the first event: Ponder has made its tables and waits for this module.
  await installSearch(writer(), chains);
  keepFetching(
    {
      gateways: gateways(),
      pending: pendingManifests,
      judge: (fetched, { version }) => verdictOn(fetched, version, marketOf(version.chainId)),
      save: saveVerdict,
    },
    (message) => console.error(`Manifests can't be fetched just now: ${message}`),
  );
  keepStatistics(writer(), (message) => console.error(`The search's tables can't be looked at: ${message}`));
  keepLotStatistics(writer(), (message) => console.error(`Lots can't be looked at: ${message}`));
  keepReadingTariffs(chains, (message) => console.error(`Tariffs can't be read just now: ${message}`));
}

function marketOf(chainId: number) {
  const found = chains.find(({ network }) => network.chainId === chainId);
  if (found === undefined) throw new Error(`Chain ${chainId} is not indexed here.`);
  return found.deployment.market;
}

export default app;
