import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { encodeRelease } from "@tallystick/sdk/swaps/releaseWire";
import { privateKeyToAccount } from "viem/accounts";
import { type ReleaseSite, startReleaseSite } from "../../../sdk/test/support/releaseSite.ts";
import type { Agent } from "../src/agent.ts";
import { hasAnvil } from "./anvil.ts";
import { addressOf, keyOf, linesOf, startWorld, until, type World } from "./world.ts";

const AMOUNT = 1_000_000n;
const TIMING = { confirmations: 2, reorgDepth: 1, outage: 20, blockTime: 1 };

describe("a taker whose lock is not answered", { skip: !hasAnvil }, () => {
  let world: World;
  let site: ReleaseSite;
  let maker: Agent;
  let taker: Agent;

  before(async () => {
    world = await startWorld(0);
    site = await startReleaseSite();
    for (const chain of [world.a, world.b]) for (const name of ["maker", "taker"]) await chain.give(addressOf(name));
    world.runFast();
    writeFileSync(join(world.folder, "claims.key"), keyOf("maker claims"));
    const chains = (world.configFile("maker").chains as object[]).map((chain) => ({ ...chain, ...TIMING }));
    const ether = { kind: "native" };
    const offer = {
      gives: { chainId: 31338, asset: ether, amount: String(AMOUNT * 9n) },
      wants: { chainId: 31337, asset: { kind: "erc20", token: world.a.token }, amount: String(AMOUNT * 9n) },
    };
    const relays = [site.url];
    // It answers nothing: its limits are none.
    const limits = [{ chainId: 31338, asset: ether, open: "0" }];
    const keys = { hot: "./maker.key", claim: "./claims.key" };
    maker = await world.start("maker", { chains, offers: [offer], limits, relays, keys });
    taker = await world.start("taker", { chains, relays });
    await until("both", () => maker.isReady() && taker.isReady() && maker.openOrders().length > 0);
    const known = await until("the maker's memory", () =>
      linesOf(maker.config.journal).find((line) => line.kind === "knows"),
    );
    await until("a block after it", () => {
      return maker.chains.every(
        (chain) => (chain.head()?.number ?? 0) > (known.kind === "knows" ? (known.from[chain.chainId] ?? 0) : 0),
      );
    });
  });
  after(async () => {
    await world.stop();
    await site.close();
  });

  const take = async () => {
    const [, order] = await until("an order", () => maker.openOrders()[0]);
    return until("the take", () => taker.take(order, AMOUNT).catch(() => undefined));
  };

  it("AGT-84: is given it free by the maker's agent, over a relay, and has it back before its time", async () => {
    const had = await world.a.tokensOf(addressOf("taker"));
    const entry = await take();
    await until("the end", () => entry.isOver);
    assert.equal(entry.phase, "returned");
    const now = taker.chains.find(({ chainId }) => chainId === 31337)?.head()?.time ?? Number.POSITIVE_INFINITY;
    assert.ok(BigInt(now) < entry.swap.a.terms.timelock, "before its time is up");
    assert.equal(
      (await world.a.tokensOf(addressOf("taker"))) + (await world.a.tokensOf(addressOf("taker claims"))),
      had,
    );
    const key = `${entry.swap.id}:a:refundEarly`;
    const lines = linesOf(taker.config.journal);
    const intent = lines.find((line) => line.kind === "intent" && line.purpose.key === key);
    assert.ok(intent?.kind === "intent");
    const own = lines.filter((line) => line.kind === "consent" || ("tx" in line && line.tx === intent.tx));
    assert.deepEqual(
      [...new Set(own.map(({ kind }) => kind))],
      ["consent", "intent", "signed", "sent", "mined", "deep"],
    );
    assert.deepEqual(
      linesOf(maker.config.journal).flatMap(({ kind }) => (kind === "release" || kind === "released" ? [kind] : [])),
      ["release", "released"],
    );
    assert.ok(!linesOf(maker.config.journal).some((line) => line.kind === "intent"));
  });

  it("AGT-85: does not believe a relay that shows what nobody signed, and has its own back when it is due", async () => {
    const forger = privateKeyToAccount(keyOf("forger"));
    const signature = await forger.signMessage({ message: "not it" });
    const chain = taker.chains[0];
    let lock: Parameters<typeof encodeRelease>[0]["release"]["lock"] | undefined;
    site.lies = () => {
      if (lock === undefined || chain === undefined) return ["nonsense"];
      const release = { chainId: 31337, hashLock: chain.hashLock, lock, lockedAt: 1n, deadline: lock.timelock };
      return [{ more: 1 }, encodeRelease({ release, signature })];
    };
    const before = site.asked;
    const entry = await take();
    lock = entry.swap.a.terms;
    await until("the end", () => entry.isOver);
    site.lies = undefined;
    assert.equal(entry.phase, "returned");
    assert.ok(site.asked > before, "it was asked");
    const lines = linesOf(taker.config.journal);
    const acts = lines.flatMap((line) =>
      line.kind === "intent" && line.purpose.swap === entry.swap.id ? [line.purpose.key] : [],
    );
    assert.deepEqual(acts, [`${entry.swap.id}:a:lock`, `${entry.swap.id}:a:refund`]);
    assert.ok(!lines.some((line) => line.kind === "consent" && line.swap === entry.swap.id));
  });
});
