import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Fetch } from "../../src/gateway/http.ts";
import { keeperSet } from "../../src/gateway/keeperInfo.ts";
import { networkOf } from "../../src/networks.ts";
import { codeOf } from "../support/errors.ts";

const MARKET: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const expected = { chainId: 31337, market: MARKET };
const urls = ["http://one", "http://two", "http://three"];
const addresses = [1, 2, 3].map((i) => privateKeyToAccount(`0x${String(i).repeat(64)}`).address);

/** Three keepers that know each other; those that are dead do not answer. */
function three(dead: readonly string[] = [], changes: object = {}): { fetch: Fetch; asked: string[] } {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    const { origin } = new URL(url);
    asked.push(origin);
    const at = urls.indexOf(origin);
    if (at === -1 || dead.includes(origin)) throw new TypeError("fetch failed");
    const card = { address: addresses[at], publicKey: zeroHash, genesis: zeroHash, maxUpload: 5, ...expected };
    return new Response(JSON.stringify({ ...card, set: { threshold: 2, urls }, ...changes }));
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

  it("SDK-28 names the keeper of the set that does not answer, rather than wrapping to fewer", async () => {
    const { fetch } = three(["http://three"]);
    await assert.rejects(keeperSet(["http://one"], expected, { fetch }), {
      code: "GatewayUnreachable",
      details: { url: "http://three", cause: "fetch failed" },
    });
    const none = three(urls);
    assert.equal(await codeOf(keeperSet(urls, expected, { fetch: none.fetch })), "GatewayUnreachable");
    assert.equal(await codeOf(keeperSet([], expected, { fetch })), "GatewayUnreachable");
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
    ]) {
      const { fetch } = three([], { set });
      assert.equal(await codeOf(keeperSet(["http://one"], expected, { fetch })), "GatewayRefused", JSON.stringify(set));
    }
    // One keeper under three names is one keeper.
    const { fetch } = three([], { address: addresses[0] });
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
