import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { esplora } from "@tallystick/sdk/swaps/bitcoin/esplora";
import { bitcoinLockView } from "@tallystick/sdk/swaps/bitcoin/observe";
import { transactionId } from "@tallystick/sdk/swaps/bitcoin/read";
import { keyAddress } from "@tallystick/sdk/swaps/bitcoin/script";
import { claimTransaction } from "@tallystick/sdk/swaps/bitcoin/spend";
import { type BitcoinWatch, encodeBitcoinWatch } from "@tallystick/sdk/swaps/bitcoin/watch";
import { claimLock } from "@tallystick/sdk/swaps/hashLock";
import type { Agent } from "../src/agent.ts";
import { ConfigError, configOf } from "../src/config.ts";
import { routesOf } from "../src/http/routes.ts";
import { Refusal } from "../src/refusal.ts";
import type { Entry } from "../src/swaps/book.ts";
import { hasAnvil } from "./anvil.ts";
import { type CoinWorld, ETHER, SATOSHI, startCoinWorld } from "./bitcoinWorld.ts";
import { linesOf, until } from "./world.ts";

/** Hands a bundle over, as it comes over HTTP. */
async function handOver(agent: Agent, body: unknown): Promise<Entry> {
  const route = routesOf(agent).find(({ path }) => path === "/watch");
  const reply = await route?.handle(JSON.parse(JSON.stringify(body)));
  assert.ok(reply && "json" in reply);
  const [id] = (reply.json as { watched: `0x${string}`[] }).watched;
  const entry = id && agent.book.swaps.get(id);
  assert.ok(entry);
  return entry;
}

describe("a watchtower of Bitcoin", { skip: !hasAnvil }, () => {
  let world: CoinWorld;
  before(async () => {
    world = await startCoinWorld();
  });
  after(() => world?.stop());

  /** What the journal says of what was sent on Bitcoin. */
  const acts = (name: string): string[] => {
    const lines = linesOf(join(world.folder, `${name}.jsonl`));
    const own = lines.flatMap((line) => (line.kind === "intent" && line.chainId > 2 ** 52 ? [line.tx] : []));
    return lines.flatMap((line) => ("tx" in line && own.includes(line.tx) ? [line.kind] : []));
  };
  const seen = (watch: BitcoinWatch) => bitcoinLockView(esplora(world.node.url), watch.coin);
  const isSpent = (watch: BitcoinWatch): Promise<boolean> =>
    until("a spending", async () => (await seen(watch))?.spender !== undefined);

  it("BTC-10 claims for a party that is gone, once the secret is public on the other chain", async () => {
    const { node, chain } = world;
    const made = await world.deal("a");
    const tower = await world.start("claims");
    const watch = await made.bundle(made.recipientKey);
    const entry = await handOver(tower, encodeBitcoinWatch(watch));
    await world.pass(2);
    assert.equal((await seen(watch))?.state.status, "locked", "the secret is not public");
    await world.write(claimLock(chain.hashLock, made.ether, made.secret));
    await world.pass();
    assert.ok(await isSpent(watch));
    await world.untilPassing("the end", () => entry.isOver);
    assert.equal(entry.phase, "swapped");
    assert.equal(node.balance(made.address), SATOSHI - (watch.presigned.fees[0]?.fee ?? 0n));
    assert.deepEqual(acts("claims"), ["intent", "sent", "mined", "deep"]);
    const journal = readFileSync(join(world.folder, "claims.jsonl"), "utf8");
    assert.ok(journal.indexOf(made.secret) > journal.indexOf('"kind":"bitcoin"'), "when it was public");
    await tower.stop();
  });

  it("BTC-11 refunds for a party that is gone, when the time is up and not before", async () => {
    const { node } = world;
    const made = await world.deal("b");
    const tower = await world.start("refunds");
    const watch = await made.bundle(made.refundKey);
    const entry = await handOver(tower, encodeBitcoinWatch(watch));
    await node.mineUntil(made.coin.timelock - 1);
    await world.pass(0);
    assert.deepEqual(acts("refunds"), [], "at its very second");
    await world.pass();
    assert.ok(await isSpent(watch));
    await node.mine(3);
    await world.untilPassing("the end", () => entry.isOver);
    assert.equal(entry.phase, "returned");
    assert.ok(node.balance(made.address) > SATOSHI - 200n);
    assert.deepEqual(acts("refunds"), ["intent", "sent", "mined", "deep"]);
    assert.equal(await world.chain.etherOf(made.ether.refundee), ETHER, "the other leg too");
    await tower.stop();
  });

  it("BTC-12 claims on the other chain for its recipient, once the secret is public on Bitcoin", async () => {
    const { chain, node } = world;
    const made = await world.deal("b");
    const tower = await world.start("learns");
    const watch = await made.bundle(made.refundKey);
    const entry = await handOver(tower, encodeBitcoinWatch(watch));
    const { outpoint } = watch;
    const claim = await claimTransaction(
      { lock: made.coin, outpoint, to: made.address, feeRate: 3, key: made.recipientKey },
      made.secret,
    );
    await esplora(node.url).send(claim.hex);
    await world.untilPassing("the end", () => entry.isOver);
    assert.equal(entry.phase, "swapped");
    assert.equal(await chain.etherOf(made.ether.recipient), ETHER);
    assert.deepEqual(acts("learns"), [], "nothing of its own on Bitcoin");
    await tower.stop();
  });

  it("BTC-13 sends again after a reorganisation and a restart, and is done when it is deep", async () => {
    const { node, chain } = world;
    const made = await world.deal("a");
    const watch = await made.bundle(made.recipientKey);
    let tower = await world.start("reorganised");
    await handOver(tower, encodeBitcoinWatch(watch));
    await world.write(claimLock(chain.hashLock, made.ether, made.secret));
    await world.pass(0);
    assert.ok(await isSpent(watch));
    await world.pass();
    await until("a block", () => acts("reorganised").includes("mined"));
    const claim = transactionId((await seen(watch))?.spender?.hex ?? "");
    await node.undo(1);
    node.forget(claim);
    assert.ok(await isSpent(watch), "sent again");
    await until("the line", () => acts("reorganised").join() === "intent,sent,mined,sent");
    await tower.stop();
    // Thrown out by the node while nobody looked.
    node.forget(claim);
    tower = await world.start("reorganised");
    const entry = await until("the swap", () => tower.book.open()[0]);
    assert.ok(await isSpent(watch), "sent again after the restart");
    await world.untilPassing("the end", () => entry.isOver);
    assert.equal(entry.phase, "swapped");
    await until("the last line", () => acts("reorganised").at(-1) === "deep");
    assert.equal(acts("reorganised").filter((kind) => kind === "intent").length, 1);
    assert.ok(node.balance(made.address) > SATOSHI - 300n);
    await tower.stop();
  });

  it("BTC-17 refuses bundles that are none, of another network or contract, in sentences", async () => {
    const made = await world.deal("a");
    const tower = await world.start("refuses");
    const good = JSON.parse(JSON.stringify(encodeBitcoinWatch(await made.bundle(made.recipientKey))));
    const wrong: readonly (readonly [unknown, RegExp])[] = [
      [
        { ...good, presigned: { ...good.presigned, to: keyAddress("regtest", made.refundKey.publicKey) } },
        /signature is wrong: .*recipient's key/,
      ],
      [{ ...good, secret: made.secret }, /the secret is wrong: it means nothing here/],
      [{ ...good, other: { ...good.other, chainId: 5 } }, /no chain or contract/],
      [{ ...good, other: { ...good.other, hashLock: made.ether.recipient } }, /no chain or contract/],
      [{ tallystick: "bitcoin-watch/1" }, /leg/],
    ];
    for (const [body, sentence] of wrong) {
      await assert.rejects(handOver(tower, body), (error) => {
        assert.ok(error instanceof Refusal && error.status === 400, String(error));
        assert.match(error.message, sentence);
        return true;
      });
    }
    assert.equal(tower.book.swaps.size, 0);
    await handOver(tower, good);
    await handOver(tower, good);
    assert.equal(tower.book.swaps.size, 1, "twice is once");
    await tower.stop();
  });

  it("BTC-18 tells in health and figures how Bitcoin is seen", async () => {
    const { node } = world;
    const tower = await world.start("healthy", [node.url, "http://127.0.0.1:9"]);
    await until("Bitcoin", () => tower.bitcoin?.head());
    const replyAt = async (path: string) =>
      routesOf(tower)
        .find((each) => each.path === path)
        ?.handle(undefined);
    const health = await replyAt("/health");
    assert.ok(health && "json" in health);
    const { chains } = health.json as { chains: { chainId: number; head: unknown; endpoints: { alive: boolean }[] }[] };
    const seenThere = chains.find(({ chainId }) => chainId === 2 ** 52 + 2);
    assert.ok(seenThere?.head);
    assert.deepEqual(
      seenThere.endpoints.map(({ alive }) => alive),
      [true, false],
    );
    const figures = await replyAt("/metrics");
    assert.ok(figures && "text" in figures);
    assert.match(figures.text, /tallystick_agent_endpoints_alive\{chain="4503599627370498"\} 1/);
    await tower.stop();
  });
});

describe("Bitcoin in the configuration", () => {
  const chains = [{ chainId: 31337, hashLock: `0x${"12".repeat(20)}`, startBlock: 0 }];
  const file = (bitcoin: unknown, mode = "watchtower") => ({
    ...{ mode, journal: "j", keys: { hot: "HOT", ...(mode === "agent" ? { claim: `0x${"34".repeat(20)}` } : {}) } },
    ...{ chains, bitcoin },
  });
  const problemsOf = (value: unknown): string => {
    try {
      configOf(value, "/", { HOT: `0x${"77".repeat(32)}` });
      return "";
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      return error.message;
    }
  };

  it("BTC-18 is read, and refused where it is wrong, by its fields", () => {
    const good = { network: "mainnet", urls: ["http://127.0.0.1:1"] };
    assert.equal(problemsOf(file(good)), "");
    assert.match(problemsOf(file(undefined)), /chains must name two/);
    assert.match(problemsOf(file({ ...good, network: "litecoin" })), /bitcoin\.network must be/);
    assert.match(problemsOf(file({ ...good, urls: [] })), /bitcoin\.urls must name an index/);
    assert.match(problemsOf(file({ ...good, urls: ["ftp://x"] })), /bitcoin\.urls\[0\] must be an http/);
    assert.match(problemsOf(file({ ...good, key: "x" })), /bitcoin has "key"/);
    assert.match(problemsOf(file({ ...good, pollMs: 0 })), /bitcoin\.pollMs/);
    assert.match(problemsOf(file(good, "agent")), /bitcoin is for a watchtower/);
  });
});
