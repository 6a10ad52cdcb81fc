import { db } from "ponder:api";
import schema, { chain } from "ponder:schema";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { client, graphql, replaceBigInts, sql } from "ponder";
import { gateways, indexedChains } from "../../settings.ts";
import { compareGenesis, type Genesis, genesisOf, notReadyReason } from "./genesis.ts";
import { keepFetching } from "./manifests/loop.ts";
import { pendingManifests, saveVerdict } from "./manifests/store.ts";
import { verdictOn } from "./manifests/verdict.ts";
import { readQuestion } from "./question.ts";
import { READINESS, takeOverReady } from "./readyRoute.ts";
import { search } from "./search.ts";

const chains = indexedChains();

async function compareChains(): Promise<Genesis[]> {
  const rows = await db.select().from(chain);
  return Promise.all(
    chains.map(async ({ network }) => {
      const { chainId } = network;
      const row = rows.find((each) => each.chainId === chainId);
      const genesis = await genesisOf(network);
      return compareGenesis(chainId, genesis, row?.genesis ?? null);
    }),
  );
}

async function isCaughtUp(): Promise<boolean> {
  const result = await db.execute(sql`select (value->>'is_ready')::int as ready from _ponder_meta where key = 'app'`);
  return result.rows[0]?.ready === 1;
}

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

app.get("/genesis", async (c) => c.json(await compareChains()));

app.get(READINESS, async (c) => {
  const compared = await compareChains();
  const reason = notReadyReason(await isCaughtUp(), compared);
  const ready = reason === null;
  return c.json({ ready, reason, chains: compared }, ready ? 200 : 503);
});

app.get("/search", async (c) => {
  const question = readQuestion(c.req.query());
  if ("code" in question) return c.json(question, 400);
  return c.json(replaceBigInts(await search(question), String));
});

takeOverReady();

// `ponder serve` has no connection to write with: the process that indexes fetches for all.
if (process.env.TALLYSTICK_INDEXER_READ_ONLY === undefined) {
  keepFetching(
    {
      gateways: gateways(),
      pending: pendingManifests,
      judge: (fetched, { version }) => verdictOn(fetched, version, marketOf(version.chainId)),
      save: saveVerdict,
    },
    (message) => console.error(`Manifests can't be fetched just now: ${message}`),
  );
}

function marketOf(chainId: number) {
  const found = chains.find(({ network }) => network.chainId === chainId);
  if (found === undefined) throw new Error(`Chain ${chainId} is not indexed here.`);
  return found.deployment.market;
}

export default app;
