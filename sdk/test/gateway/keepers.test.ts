import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, pad, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Fetch } from "../../src/gateway/http.ts";
import { keeperSet } from "../../src/gateway/keeperInfo.ts";
import { networkOf } from "../../src/networks.ts";
import { codeOf } from "../support/errors.ts";

const MARKET: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const expected = { chainId: 31337, market: MARKET };
const urls = ["http://one", "http://two", "http://three"];
const addresses = [1, 2, 3].map((i) => privateKeyToAccount(`0x${String(i).repeat(64)}`).address);

const keys = [1, 2, 3].map((i) => pad(`0x${i}${i}`));
const card = (i: number) => ({ url: urls[i], address: addresses[i], publicKey: keys[i] });

type Changes = { card?: object; set?: unknown; known?: Record<string, unknown>; ill?: string };

/** Three keepers of a set; those that are dead do not answer. */
function three(dead: readonly string[] = [], changes: Changes = {}): { fetch: Fetch; asked: string[] } {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    const { origin } = new URL(url);
    asked.push(origin);
    const at = urls.indexOf(origin);
    if (at === -1 || dead.includes(origin)) throw new TypeError("fetch failed");
    if (origin === changes.ill) return new Response("{}", { status: 503 });
    const own = { address: addresses[at], publicKey: keys[at], genesis: zeroHash, maxUpload: 5, ...expected };
    const set = "set" in changes ? changes.set : { threshold: 2, urls, known: changes.known?.[origin] };
    return new Response(JSON.stringify({ ...own, set, ...changes.card }));
  };
  return { fetch, asked };
}

describe("keeperSet", () => {
  it("SDK-28 meets every keeper of the set itself, beginning with the first that answers", async () => {
    const { fetch, asked } = three();
    const { threshold, keepers } = await keeperSet(["http://gone", "http://two"], expected, { fetch });
    assert.equal(threshold, 2);
    assert.deepEqual(
      keepers.map(({ address, url }) => [address, url]),
      [
        [addresses[1], "http://two"],
        [addresses[0], "http://one"],
        [addresses[2], "http://three"],
      ],
    );
    assert.deepEqual(asked, ["http://gone", "http://two", "http://one", "http://three"]);
  });

  it("SDK-28 names the keeper of the set that does not answer and that too few know, rather than wrapping to fewer", async () => {
    for (const known of [{}, { "http://one": [card(2)] }, { "http://two": [card(1)] }]) {
      const { fetch } = three(["http://three"], { known });
      await assert.rejects(keeperSet(["http://one"], expected, { fetch }), {
        code: "GatewayUnreachable",
        details: { url: "http://three", cause: "fetch failed" },
      });
    }
    const none = three(urls);
    assert.equal(await codeOf(keeperSet(urls, expected, { fetch: none.fetch })), "GatewayUnreachable");
    assert.equal(await codeOf(keeperSet([], expected, { fetch: none.fetch })), "GatewayUnreachable");
  });

  it("SDK-35 takes the key of a keeper that is away from as many others as rebuild a key", async () => {
    const known = { "http://one": [card(1), card(2)], "http://two": [card(0), card(2)], "http://three": [card(0)] };
    const { fetch } = three(["http://three"], { known });
    const { threshold, keepers, absent } = await keeperSet(urls, expected, { fetch });
    assert.equal(threshold, 2);
    assert.deepEqual(
      keepers.map(({ address, url, publicKey }) => ({ address, url, publicKey })),
      [card(0), card(1), card(2)],
    );
    assert.deepEqual(absent, ["http://three"]);
    const ill = three([], { known, ill: "http://three" });
    assert.deepEqual((await keeperSet(urls, expected, { fetch: ill.fetch })).absent, ["http://three"]);
    const first = three(["http://one"], { known: { "http://two": [card(0)], "http://three": [card(0)] } });
    assert.deepEqual((await keeperSet(urls, expected, { fetch: first.fetch })).absent, ["http://one"]);
  });

  it("SDK-35 takes no key that one keeper says otherwise, nor from fewer than will rebuild a key", async () => {
    const wrong = { ...card(2), publicKey: pad("0x66") };
    const other = { ...card(2), address: addresses[0] };
    for (const lie of [wrong, other]) {
      const { fetch } = three(["http://three"], { known: { "http://one": [card(2)], "http://two": [lie] } });
      assert.equal(await codeOf(keeperSet(urls, expected, { fetch })), "GatewayUnreachable");
    }
    const { fetch } = three(["http://three"], { known: { "http://one": [card(2)], "http://two": [card(2)] } });
    assert.equal(await codeOf(keeperSet(urls, expected, { fetch, threshold: 3 })), "GatewayUnreachable");
    const two = three(["http://three", "http://two"], { known: { "http://one": [card(1), card(2)] } });
    assert.equal(await codeOf(keeperSet(urls, expected, { fetch: two.fetch })), "GatewayUnreachable");
  });

  it("SDK-28 refuses a set that makes no sense", async () => {
    const many = Array.from({ length: 17 }, (_, i) => `http://k${i}`);
    for (const set of [
      null,
      3,
      {},
      { threshold: 1, urls: [] },
      { threshold: 0, urls },
      { threshold: 4, urls },
      { threshold: 1.5, urls },
      { threshold: 1, urls: many },
      { threshold: 1, urls: ["http://one", "http://one"] },
      { threshold: 1, urls: ["file:///etc/passwd"] },
      { threshold: 1, urls: [7] },
      { threshold: 1, urls, known: 7 },
      { threshold: 1, urls, known: [7] },
      { threshold: 1, urls, known: [{ ...card(1), publicKey: "0x12" }] },
      { threshold: 1, urls, known: [{ ...card(1), address: "0x12" }] },
      { threshold: 1, urls, known: [{ ...card(1), url: 5 }] },
    ]) {
      const { fetch } = three([], { set });
      assert.equal(await codeOf(keeperSet(["http://one"], expected, { fetch })), "GatewayRefused", JSON.stringify(set));
    }
    // One keeper under three names is one keeper.
    const { fetch } = three([], { card: { address: addresses[1] } });
    assert.equal(await codeOf(keeperSet(["http://one"], expected, { fetch })), "GatewayRefused");
  });
});

describe("the local network", () => {
  it("SDK-30 has the gateways that the environment names besides the first", () => {
    assert.deepEqual(networkOf(31337, {}).gateways, ["http://127.0.0.1:8787"]);
    const env = { TALLYSTICK_PORT_GATEWAY: "1", TALLYSTICK_PORT_GATEWAY_2: "2", TALLYSTICK_PORT_GATEWAY_3: "3" };
    assert.deepEqual(networkOf(31337, env).gateways, [
      "http://127.0.0.1:1",
      "http://127.0.0.1:2",
      "http://127.0.0.1:3",
    ]);
    assert.deepEqual(networkOf(31338, env).gateways, ["http://127.0.0.1:8788"]);
  });
});
