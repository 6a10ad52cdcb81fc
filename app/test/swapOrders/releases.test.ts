import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { networkOf } from "@tallystick/sdk/networks";
import { earlyRefundTypedData } from "@tallystick/sdk/swaps/earlyRefund";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { type Release, releasedId } from "@tallystick/sdk/swaps/release";
import { postRelease as bring, releaseOf } from "@tallystick/sdk/swaps/releaseRelay";
import { encodeRelease } from "@tallystick/sdk/swaps/releaseWire";
import { type Address, type Hex, HttpRequestError, type PrivateKeyAccount } from "viem";
import { failureOf } from "../../../sdk/test/support/errors.ts";
import { startReleaseSite } from "../../../sdk/test/support/releaseSite.ts";
import { accountAt, maker, NOW, orderChains, stranger, taker } from "../../../sdk/test/support/swapOrders.ts";
import { orderGates } from "../../lib/server/swapOrders/handlers.ts";
import { releaseStore } from "../../lib/server/swapOrders/releaseStore.ts";
import { getReleases, postRelease, releaseRelay } from "../../lib/server/swapOrders/releases.ts";
import { type OrderSettings, orderSettings } from "../../lib/server/swapOrders/settings.ts";
import { openOrders } from "../../lib/server/swapOrders/store.ts";

const HOST = "localhost:3000";
const YES = `0x1626ba7e${"0".repeat(56)}` as const;
const BLOCK = 77n;

const lock: Lock = {
  ...{ asset: { kind: "native" }, amount: 500n, hashlock: `0x${"ab".repeat(32)}`, recipient: maker.address },
  ...{ refundee: taker.address, timelock: NOW + 900n, tip: 0n, salt: 1n },
};

async function signed(change: Partial<Release> = {}, key: PrivateKeyAccount = maker) {
  const release: Release = {
    ...{ chainId: 31337, hashLock: accountAt("a"), lock, lockedAt: BLOCK, deadline: lock.timelock },
    ...change,
  };
  const { chainId, hashLock, lockedAt, deadline } = release;
  const typed = earlyRefundTypedData(chainId, hashLock, { id: releasedId(release), lockedAt, deadline });
  return { release, signature: await key.signTypedData(typed) };
}

/** What a test says of the chains. */
interface Chains {
  /** Block of every lock; an error: the node does not answer. */
  block: bigint | Error;
  now: bigint;
  readonly wallets: Map<Address, Hex>;
  asked: number;
}

function readerOf(chainId: number, chains: Chains): Reader {
  const client = {
    readContract: async () => {
      chains.asked += 1;
      if (chains.block instanceof Error) throw chains.block;
      return [chains.block];
    },
    call: async ({ to }: { to: Address }) => ({ data: chains.wallets.get(to) }),
    getBlock: async () => ({ timestamp: chains.now }),
  };
  return { network: networkOf(chainId, {}), client: client as unknown as Reader["client"] };
}

function startSite(settings: Partial<OrderSettings> = {}) {
  const all = { ...orderSettings({}), ...settings };
  const chains: Chains = { block: BLOCK, now: NOW, wallets: new Map(), asked: 0 };
  const releases = releaseRelay({
    store: releaseStore(openOrders(":memory:"), all),
    chains: orderChains,
    readers: (chainId) => (orderChains.has(chainId) ? readerOf(chainId, chains) : undefined),
    timeOf: async () => Number(chains.now),
    now: () => Number(chains.now) * 1_000,
  });
  const gates = orderGates(all);
  const requestOf = (path: string, init: RequestInit) =>
    new Request(`http://${HOST}/api/orders/releases${path}`, { ...init, headers: { host: HOST } });
  return {
    chains,
    async post(body: unknown): Promise<readonly unknown[]> {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const response = await postRelease(requestOf("", { method: "POST", body: text }), releases, gates);
      const { code, details, lock: id } = (await response.json()) as Record<string, unknown>;
      return [response.status, code ?? id, ...(details === undefined ? [] : [details])];
    },
    async shown(id: string): Promise<unknown> {
      const response = await getReleases(requestOf(`?lock=${id}`, {}), releases, gates);
      return ((await response.json()) as Record<string, unknown>)["releases"] ?? response.status;
    },
  };
}

describe("POST /api/orders/releases", () => {
  it("APP-245 keeps a release of an open lock and shows it as it came, and asks no chain for it again", async () => {
    const site = startSite();
    const own = await signed();
    const id = releasedId(own.release);
    const wire = JSON.parse(JSON.stringify(encodeRelease(own)));
    assert.deepEqual(await site.post(wire), [200, id]);
    const { asked } = site.chains;
    assert.deepEqual(await site.post(wire), [200, id]);
    assert.equal(site.chains.asked, asked);
    assert.deepEqual(await site.shown(id), [wire]);
    assert.deepEqual(await site.shown(id.replace(/.$/, id.endsWith("0") ? "1" : "0")), []);
    assert.equal(await site.shown("0x12"), 400);
  });

  it("APP-245 refuses what is forged, or of another lock, chain, contract or block", async () => {
    const site = startSite();
    const post = async (of: Promise<Awaited<ReturnType<typeof signed>>>) => site.post(encodeRelease(await of));
    assert.deepEqual(await post(signed({}, stranger)), [422, "forged"]);
    const own = await signed();
    const other = { ...own, release: { ...own.release, lock: { ...lock, amount: 501n } } };
    assert.deepEqual(await site.post(encodeRelease(other)), [422, "forged"]);
    assert.deepEqual(await post(signed({ chainId: 5 })), [422, "wrongRelease", ["chainId"]]);
    const elsewhere = { ...own, release: { ...own.release, chainId: 31338, hashLock: accountAt("b") } };
    assert.deepEqual(await site.post(encodeRelease(elsewhere)), [422, "forged"]);
    assert.deepEqual(await post(signed({ hashLock: accountAt("b") })), [422, "wrongRelease", ["hashLock"]]);
    assert.deepEqual(await post(signed({ lockedAt: BLOCK - 1n })), [422, "wrongRelease", ["lockedAt"]]);
    assert.deepEqual(await post(signed({ deadline: NOW })), [422, "wrongRelease", ["deadline"]]);
    site.chains.block = 0n;
    assert.deepEqual(await post(signed()), [422, "wrongRelease", ["lockedAt"]], "it is not open");
    site.chains.block = new HttpRequestError({ url: "http://127.0.0.1:1" });
    assert.deepEqual(await post(signed()), [503, "chainDown"]);
    assert.deepEqual(await site.shown(releasedId(own.release)), []);
  });

  it("APP-245 puts the release of a lock that was begun again in place of the old one, and never the other way", async () => {
    const site = startSite();
    const old = encodeRelease(await signed());
    const id = releasedId((await signed()).release);
    await site.post(old);
    site.chains.block = BLOCK + 5n;
    const again = JSON.parse(JSON.stringify(encodeRelease(await signed({ lockedAt: BLOCK + 5n }))));
    assert.deepEqual(await site.post(again), [200, id]);
    assert.deepEqual(await site.post(old), [422, "wrongRelease", ["lockedAt"]]);
    assert.deepEqual(await site.shown(id), [again]);
  });

  it("APP-245 believes contract wallets", async () => {
    const site = startSite();
    const byWallet = { ...lock, recipient: accountAt("1") };
    assert.deepEqual(await site.post(encodeRelease(await signed({ lock: byWallet }))), [422, "forged"]);
    site.chains.wallets.set(accountAt("1"), YES);
    assert.equal((await site.post(encodeRelease(await signed({ lock: byWallet }))))[0], 200);
  });

  it("APP-245 bounds sizes, numbers and room, and forgets at the timelock", async () => {
    const site = startSite({ perMaker: 1, bytes: 1_500 });
    assert.deepEqual(await site.post(`"${"x".repeat(20_000)}"`), [413, "oversize"]);
    assert.deepEqual((await site.post({ tallystick: "swap-release/1" })).slice(0, 2), [400, "malformed"]);
    const of = async (salt: bigint, key = maker, more: Partial<Lock> = {}) =>
      encodeRelease(await signed({ lock: { ...lock, recipient: key.address, salt, ...more } }, key));
    assert.equal((await site.post(await of(1n)))[0], 200);
    assert.deepEqual(await site.post(await of(2n)), [507, "tooManyOfRecipient"]);
    assert.equal((await site.post(await of(3n, stranger)))[0], 200);
    assert.deepEqual(await site.post(await of(4n, taker)), [507, "full"]);
    const id = releasedId((await signed()).release);
    site.chains.now = lock.timelock - 1n;
    assert.equal(((await site.shown(id)) as unknown[]).length, 1);
    site.chains.now = lock.timelock;
    assert.deepEqual(await site.shown(id), []);
  });
});

describe("releaseOf", () => {
  it("SWP-98 believes no relay: only what the recipient signed for the lock that the chain has now", async () => {
    const relay = await startReleaseSite();
    try {
      const chains: Chains = { block: BLOCK, now: NOW, wallets: new Map(), asked: 0 };
      const read = () => releaseOf(relay, readerOf(31337, chains), accountAt("a"), lock);
      assert.equal(await read(), undefined);
      const own = await signed();
      await bring(relay, own);
      assert.deepEqual(await read(), own);
      const old = await signed({ lockedAt: BLOCK - 1n });
      const wrong: unknown[] = [
        "nonsense",
        encodeRelease(await signed({}, stranger)),
        encodeRelease(old),
        { ...encodeRelease(own), more: 1 },
        encodeRelease(await signed({ chainId: 31338 })),
        encodeRelease(await signed({ lock: { ...lock, salt: 2n } })),
        encodeRelease(await signed({ deadline: NOW })),
      ];
      relay.lies = () => wrong;
      assert.equal(await read(), undefined);
      relay.lies = () => [...wrong, encodeRelease(own)];
      assert.deepEqual(await read(), own);
      chains.block = 0n;
      assert.equal(await read(), undefined, "it has ended");
      relay.lies = () => Array.from({ length: 10_000 }, () => "x".repeat(500));
      assert.equal((await failureOf(read())).code, "OrderRelayRefused");
      relay.isDown = true;
      assert.equal((await failureOf(bring(relay, own))).code, "OrderRelayRefused");
    } finally {
      await relay.close();
    }
  });
});
