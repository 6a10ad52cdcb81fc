import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { takeTypedData } from "@tallystick/sdk/swaps/order";
import { encodeTake } from "@tallystick/sdk/swaps/orderWire";
import { privateKeyToAccount } from "viem/accounts";
import type { Agent } from "../src/agent.ts";
import { routesOf } from "../src/http/routes.ts";
import { createHttp } from "../src/http/server.ts";
import { createLog } from "../src/log.ts";
import { hasAnvil } from "./anvil.ts";
import { addressOf, keyOf, startWorld, until, type World } from "./world.ts";

const TOKEN = "t".repeat(40);
const AMOUNT = 1_000_000n;
const TIMING = { confirmations: 2, reorgDepth: 1, outage: 10, blockTime: 1 };
const silent = createLog(() => {});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function ask(server: Server, path: string, init: RequestInit = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const authorization = `Bearer ${TOKEN}`;
const post = (server: Server, path: string, body: unknown): Promise<Answer> =>
  ask(server, path, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function serve(agent: Agent): Promise<Server> {
  const server = createHttp(routesOf(agent), TOKEN, silent);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("an agent's HTTP interface", { skip: !hasAnvil }, () => {
  let world: World;
  let maker: Agent;
  let taker: Agent;
  let tower: Agent;
  let makerHttp: Server;
  let takerHttp: Server;
  let towerHttp: Server;

  before(async () => {
    world = await startWorld(0);
    for (const chain of [world.a, world.b])
      for (const name of ["maker", "taker", "tower"]) await chain.give(addressOf(name));
    world.runFast();
    const chains = (world.configFile("maker").chains as object[]).map((chain) => ({ ...chain, ...TIMING }));
    const ether = { kind: "native" };
    const offer = {
      gives: { chainId: 31338, asset: ether, amount: String(AMOUNT * 10n) },
      wants: { chainId: 31337, asset: ether, amount: String(AMOUNT * 10n) },
    };
    const limits = [{ chainId: 31338, asset: ether, open: String(AMOUNT * 3n), perCounterparty: String(AMOUNT * 2n) }];
    maker = await world.start("maker", { chains, offers: [offer], limits });
    taker = await world.start("taker", { chains });
    tower = await world.start("tower", { chains, mode: "watchtower", keys: { hot: "./tower.key" } });
    [makerHttp, takerHttp, towerHttp] = (await Promise.all([maker, taker, tower].map(serve))) as [
      Server,
      Server,
      Server,
    ];
    await until("all", () => maker.isReady() && taker.isReady() && tower.isReady() && maker.openOrders().length > 0);
  });
  after(async () => {
    for (const server of [makerHttp, takerHttp, towerHttp]) server?.close();
    await world.stop();
  });

  const listed = async (): Promise<Record<string, unknown>> => {
    const { body } = await ask(makerHttp, "/offers");
    const { hash: _, left: __, ...order } = (body.offers as Record<string, unknown>[])[0] ?? {};
    return order;
  };

  it("AGT-30: tells its health and its offers to anybody on this machine", async () => {
    const { status, body } = await ask(makerHttp, "/health");
    assert.deepEqual([status, body.status, body.mode, body.account], [200, "ok", "agent", addressOf("maker")]);
    assert.deepEqual(body.problems, []);
    const offers = (await ask(makerHttp, "/offers")).body.offers as { left: unknown }[];
    assert.deepEqual(
      offers.map(({ left }) => left),
      [{ gives: String(AMOUNT * 10n), wants: String(AMOUNT * 10n) }],
    );
  });

  it("AGT-31: refuses acts without the token, web pages, other bodies, paths and methods", async () => {
    const json = { "content-type": "application/json" };
    const refused = async (path: string, init: RequestInit): Promise<unknown[]> => {
      const { status, body } = await ask(takerHttp, path, init);
      return [status, body.code];
    };
    assert.deepEqual(await refused("/take", { method: "POST", headers: json, body: "{}" }), [401, "wrong-token"]);
    const wrong = { ...json, authorization: `Bearer ${"x".repeat(40)}` };
    assert.deepEqual(await refused("/take", { method: "POST", headers: wrong, body: "{}" }), [401, "wrong-token"]);
    assert.deepEqual(await refused("/swaps", {}), [401, "wrong-token"]);
    assert.deepEqual(await refused("/health", { headers: { origin: "http://evil.example" } }), [403, "not-local"]);
    const text = { authorization, "content-type": "text/plain" };
    assert.deepEqual(await refused("/take", { method: "POST", headers: text, body: "{}" }), [
      415,
      "unsupported-media-type",
    ]);
    assert.deepEqual(await refused("/take", { headers: { authorization } }), [405, "method-not-allowed"]);
    assert.deepEqual(await refused("/nothing", {}), [404, "not-found"]);
  });

  it("AGT-32: refuses orders that are forged, malformed or beyond what is left", async () => {
    const order = await listed();
    const refusal = async (body: unknown): Promise<unknown[]> => {
      const answer = await post(takerHttp, "/take", body);
      return [answer.status, answer.body.code];
    };
    const signature = `0x${"11".repeat(65)}`;
    assert.deepEqual(await refusal({ order: { ...order, signature }, amount: String(AMOUNT) }), [422, "not-signed"]);
    assert.deepEqual(await refusal({ order: { tallystick: "swap-order/1" }, amount: "1" }), [400, "bad-order"]);
    assert.deepEqual(await refusal({ order, amount: "1.5" }), [400, "bad-amount"]);
    assert.deepEqual(await refusal({ order, amount: "0" }), [422, "nothing"]);
    assert.deepEqual(await refusal({ order, amount: String(AMOUNT * 11n) }), [422, "beyond-what-is-left"]);
    assert.equal(taker.book.swaps.size, 0);
  });

  it("AGT-83: refuses to give free what is no lock of the agent's", async () => {
    const refusal = async (body: unknown): Promise<unknown[]> => {
      const answer = await post(makerHttp, "/release", body);
      return [answer.status, answer.body.code];
    };
    assert.deepEqual(await refusal({ lock: "0x12" }), [400, "bad-request"]);
    const lock = `0x${"12".repeat(32)}`;
    assert.deepEqual(await refusal({ lock, anyway: 1 }), [400, "bad-request"]);
    assert.deepEqual(await refusal({ lock, anyway: true }), [404, "unknown-lock"]);
    const { status } = await ask(makerHttp, "/release", { method: "POST" });
    assert.equal(status, 401);
  });

  it("AGT-42: takes notes with the token alone, and refuses those that are none", async () => {
    const refusal = async (server: Server, body: unknown): Promise<unknown[]> => {
      const answer = await post(server, "/notes", body);
      return [answer.status, answer.body.code];
    };
    const json = { "content-type": "application/json" };
    const { status } = await ask(makerHttp, "/notes", { method: "POST", headers: json, body: "{}" });
    assert.equal(status, 401);
    assert.deepEqual(await refusal(makerHttp, { tallystick: "swap-take/1" }), [400, "bad-note"]);
    const [hash] = maker.openOrders()[0] ?? [];
    const party = privateKeyToAccount(keyOf("party"));
    const take = {
      ...{ order: hash ?? "0x", taker: party.address, recipient: addressOf("payee"), hashlock: hash ?? "0x" },
      ...{ amount: AMOUNT, deadline: 2n ** 39n },
    } as const;
    const note = encodeTake({ take, signature: await party.signTypedData(takeTypedData(take)) });
    assert.deepEqual(await refusal(towerHttp, note), [409, "watchtower"]);
    assert.deepEqual(await refusal(makerHttp, { ...note, signature: `0x${"11".repeat(65)}` }), [422, "not-signed"]);
    const taken = await post(makerHttp, "/notes", note);
    assert.deepEqual([taken.status, taken.body], [201, { order: hash, recipient: addressOf("payee") }]);
  });

  it("AGT-46: withdraws an order that was offered by request", async () => {
    const leg = (chainId: number) => ({ chainId, asset: { kind: "native" }, amount: "77" });
    const offered = await post(makerHttp, "/offers", { gives: leg(31338), wants: leg(31337) });
    assert.equal(offered.status, 201);
    const hashes = async () =>
      (await ask(makerHttp, "/offers")).body.offers as { hash: string; left: { gives: string } }[];
    const own = (await hashes()).find(({ left }) => left.gives === "77")?.hash;
    const gone = await post(makerHttp, "/offers/withdraw", { order: own });
    assert.deepEqual([gone.status, gone.body], [200, { order: own, status: "withdrawn" }]);
    assert.equal((await hashes()).length, 1);
    const unknown = await post(makerHttp, "/offers/withdraw", { order: "0x12" });
    assert.deepEqual([unknown.status, unknown.body.code], [404, "unknown-order"]);
  });

  it("AGT-33: begins a swap, and never tells or writes its secret before it is public", async () => {
    const { status, body } = await post(takerHttp, "/take", { order: await listed(), amount: String(AMOUNT) });
    assert.deepEqual([status, body.role, body.phase, body.preimage], [201, "initiator", "agreed", null]);
    const entry = taker.book.swaps.get(body.id as `0x${string}`);
    await until("the end", () => entry?.isOver);
    assert.equal(entry?.phase, "swapped");
    const { body: list } = await ask(takerHttp, "/swaps", { headers: { authorization } });
    const [swap] = list.swaps as { preimage: string; phase: string }[];
    assert.deepEqual([swap?.phase, swap?.preimage], ["swapped", entry?.swap.preimage]);
    const lines = readFileSync(taker.config.journal, "utf8").split("\n");
    const secret = entry?.swap.preimage?.slice(2) ?? "-";
    const first = lines.findIndex((line) => line.includes(secret));
    const revealed = lines.findIndex((line) => line.includes('"isRevealed":true'));
    const sent = lines.findIndex((line, i) => i > revealed && line.includes('"kind":"sent"'));
    assert.ok(sent > revealed && first > sent, `first in line ${first}, sent in line ${sent}`);
  });

  it("AGT-34: keeps the limits for a counterparty, and answers when there is room again", async () => {
    const take = async (): Promise<unknown> =>
      (await post(takerHttp, "/take", { order: await listed(), amount: String(AMOUNT) })).status;
    assert.deepEqual([await take(), await take(), await take()], [201, 201, 201]);
    await until("a refusal", () => [...maker.refused.values()].includes("limit-counterparty"));
    await until("all ends", () => taker.book.open().length === 0);
    assert.ok([...taker.book.swaps.values()].filter(({ phase }) => phase === "swapped").length >= 3);
    assert.ok([...taker.book.swaps.values()].every(({ phase }) => phase === "swapped" || phase === "returned"));
  });

  it("AGT-35: a watchtower refunds what a dead agent had exported", async () => {
    await until("the maker", () => maker.book.open().length === 0);
    await maker.stop();
    const { body: begun } = await post(takerHttp, "/take", { order: await listedBefore, amount: String(AMOUNT) });
    await until("the lock", () => taker.book.swaps.get(begun.id as `0x${string}`)?.phase === "a-locked");
    const { body: bundle } = await ask(takerHttp, "/export", { headers: { authorization } });
    assert.ok(!/preimage|secret|counter|key/i.test(JSON.stringify(bundle)));
    await taker.stop();
    const { status, body } = await post(towerHttp, "/watch", bundle);
    assert.deepEqual([status, body.watched], [200, [begun.id]]);
    const entry = await until("the watch", () => tower.book.swaps.get(begun.id as `0x${string}`));
    const owned = await world.a.etherOf(addressOf("taker claims"));
    await until("the refund", () => entry.isOver);
    assert.equal(entry.phase, "returned");
    assert.equal((await world.a.etherOf(addressOf("taker claims"))) - owned, AMOUNT);
  });
  let listedBefore: Promise<Record<string, unknown>>;
  before(() => {
    listedBefore = listed();
  });

  it("AGT-36: refuses bundles that are none", async () => {
    const { status, body } = await post(towerHttp, "/watch", { tallystick: "swaps/2", swaps: [{ a: 1 }] });
    assert.deepEqual([status, body.code], [400, "bad-bundle"]);
    const { status: takes } = await post(towerHttp, "/take", { order: await listedBefore, amount: "1" });
    assert.equal(takes, 409);
  });

  it("AGT-37: tells its figures to Prometheus", async () => {
    const { port } = towerHttp.address() as AddressInfo;
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    assert.match(text, /^tallystick_agent_ready 1$/m);
    assert.match(text, /^tallystick_agent_swaps\{phase="returned"\} 1$/m);
    assert.match(text, /^tallystick_agent_rpc_calls_total\{chain="31337"\} \d+$/m);
  });
});
