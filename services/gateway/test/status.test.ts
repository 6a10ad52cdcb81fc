import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { keeperInfo } from "@tallystick/sdk/gateway/keeperInfo";
import { runGateway } from "./gateway.ts";
import { rawRequest } from "./support.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

const environment = (): Record<string, string> => ({
  TALLYSTICK_GATEWAY_RPC: world.rpc,
  TALLYSTICK_GATEWAY_MARKET: world.market,
});

describe("GET /v1/keeper", () => {
  it("GTW-42 names account, key, chain, market, genesis and largest upload, as the SDK reads them", async (context) => {
    const gateway = await runGateway(context, { ...environment(), TALLYSTICK_GATEWAY_MAX_UPLOAD: "7MiB" });
    const info = await keeperInfo(gateway.url, { chainId: world.chainId, market: world.market });
    const genesis = await world.actor("analyst").client.getBlock({ blockNumber: 0n });
    assert.match(info.publicKey, /^0x[0-9a-f]{64}$/);
    assert.deepEqual(
      { ...info, publicKey: "" },
      {
        address: gateway.address,
        publicKey: "",
        chainId: 31_337,
        market: world.market,
        genesis: genesis.hash,
        maxUpload: 7 * 1_048_576,
        url: gateway.url,
        set: { threshold: 1, urls: [gateway.url], known: [] },
      },
    );
  });

  it("GTW-50 names the keepers of its set, itself first, and how many shares are enough", async (context) => {
    const peers = ["http://127.0.0.1:2", "http://127.0.0.1:3"];
    const gateway = await runGateway(context, {
      ...environment(),
      TALLYSTICK_GATEWAY_URL: "https://keeper.example",
      TALLYSTICK_GATEWAY_PEERS: peers.join(", "),
      TALLYSTICK_GATEWAY_THRESHOLD: "2",
    });
    const { set } = await keeperInfo(gateway.url, { chainId: world.chainId, market: world.market });
    assert.deepEqual(set, { threshold: 2, urls: ["https://keeper.example", ...peers], known: [] });
  });
});

describe("GET /ready", () => {
  it("GTW-42 is ready when chain, store and disk are", async (context) => {
    const gateway = await runGateway(context, environment());
    const response = await fetch(`${gateway.url}/ready`);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { status: "ready", checks: { chain: "ok", store: "ok", disk: "ok" } });
  });

  it("GTW-42 is not ready when the store can't be written to, and says so", async (context) => {
    const gateway = await runGateway(context, environment());
    await rm(join(gateway.store, "staging"), { recursive: true });
    const response = await fetch(`${gateway.url}/ready`);
    const { code, message } = (await response.json()) as { code: string; message: string };
    assert.deepEqual([response.status, code, message], [503, "not-ready", "store: the folder can't be written to"]);
    assert.equal((await fetch(`${gateway.url}/health`)).status, 200);
  });
});

describe("every status", () => {
  it("GTW-14 is limited in rate by address, health excepted", async (context) => {
    const gateway = await runGateway(
      context,
      { ...environment(), TALLYSTICK_GATEWAY_CONTENT_RATE: "1" },
      { now: () => 1e12 },
    );
    const ask = async (path: string): Promise<number> => (await rawRequest(gateway.url, { path })).status;
    for (const path of ["/ready", "/metrics", "/v1/keeper", "/ready", "/metrics"]) assert.equal(await ask(path), 200);
    for (const path of ["/ready", "/metrics", "/v1/keeper"]) assert.equal(await ask(path), 429);
    assert.equal(await ask("/health"), 200);
  });
});

describe("GET /metrics", () => {
  it("GTW-42 counts requests by route and code, bytes, time, and says what is stored", async (context) => {
    const gateway = await runGateway(context, environment());
    const body = new Uint8Array(1000);
    const headers = { "x-tallystick-upload": await gateway.pass() };
    const { cid } = (await (await fetch(`${gateway.url}/v1/content`, { method: "PUT", body, headers })).json()) as {
      cid: string;
    };
    await (await fetch(`${gateway.url}/v1/content/${cid}`, { headers: { range: "bytes=0-99" } })).arrayBuffer();
    await rawRequest(`${gateway.url}/nowhere`, { method: "DELETE" });
    const response = await fetch(`${gateway.url}/metrics`);
    assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    const text = await response.text();
    const value = (name: string): number => {
      const line = text.split("\n").find((each) => each.startsWith(`tallystick_gateway_${name} `));
      assert.ok(line, name);
      return Number(line.split(" ").at(-1));
    };
    assert.equal(value('requests_total{route="upload",method="PUT",code="201"}'), 1);
    assert.equal(value('requests_total{route="content",method="GET",code="206"}'), 1);
    assert.equal(value('requests_total{route="none",method="other",code="404"}'), 1);
    assert.equal(value('bytes_total{direction="in"}'), 1000);
    assert.equal(value('bytes_total{direction="out"}'), 100);
    assert.equal(value('request_seconds_bucket{route="content",le="+Inf"}'), 1);
    assert.equal(value('request_seconds_count{route="content"}'), 1);
    assert.equal(value("grants_total"), 0);
    assert.equal(value("stored_bytes"), 1000);
    assert.ok(value("free_bytes") > 0);
    for (const line of text.trimEnd().split("\n")) {
      assert.match(
        line,
        /^(# (HELP|TYPE) tallystick_gateway_[a-z_]+ .+|tallystick_gateway_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+)$/,
      );
    }
  });
});
