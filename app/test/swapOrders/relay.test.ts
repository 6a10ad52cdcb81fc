import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { swapOrderHash } from "@tallystick/sdk/swaps/order";
import { MAX_ORDER_LIFE } from "@tallystick/sdk/swaps/orderFaults";
import { decodeSwapOrder, type WireOrder } from "@tallystick/sdk/swaps/orderWire";
import { type Address, type Hex, HttpRequestError } from "viem";
import { accountAt, maker, NOW, order, stranger, taker } from "../../../sdk/test/support/swapOrders.ts";
import { orderSettings } from "../../lib/server/swapOrders/settings.ts";
import { type Site, startSite, wireOrder, wireTake, wireWithdrawal } from "./site.ts";

const json = async (response: Promise<Response>) => (await response).json() as Promise<Record<string, unknown>>;

/** Status and code of a refusal, with what was wrong in particular. */
async function refused(answer: Promise<Response>): Promise<readonly unknown[]> {
  const response = await answer;
  const { code, details, sentence } = (await response.json()) as Record<string, unknown>;
  if (!response.ok) assert.ok(typeof sentence === "string" || code === "badHost" || code === "rateLimited");
  return details === undefined ? [response.status, code] : [response.status, code, details];
}

const listed = async (site: Site, query = ""): Promise<readonly WireOrder[]> =>
  (await json(site.ask(query)))["orders"] as WireOrder[];
const nonces = async (site: Site, query = ""): Promise<readonly string[]> =>
  (await listed(site, query)).map((each) => each.order.nonce);

describe("POST /api/orders", () => {
  it("APP-210 keeps a signed order and shows it as it came, once", async () => {
    const site = startSite();
    const wire = await wireOrder();
    const hash = swapOrderHash(order);
    assert.deepEqual(await json(site.ask("", wire)), { hash, isNew: true });
    assert.deepEqual(await json(site.ask("", wire)), { hash, isNew: false });
    assert.deepEqual(await listed(site), [JSON.parse(JSON.stringify(wire))]);
    assert.deepEqual(decodeSwapOrder((await listed(site))[0]).order, order);
  });

  it("APP-210 refuses what its maker did not sign, and what nobody could take", async () => {
    const site = startSite();
    const wire = await wireOrder();
    const forged = { ...wire, signature: (await wireOrder({}, stranger)).signature };
    assert.deepEqual(await refused(site.ask("", forged)), [422, "forged"]);
    const changed = { ...wire, order: { ...wire.order, minimumFill: "301" } };
    assert.deepEqual(await refused(site.ask("", changed)), [422, "forged"]);
    assert.deepEqual(await refused(site.ask("", await wireOrder({ deadline: NOW }))), [422, "faulty", ["expired"]]);
    const far = { ...order.gives, chainId: 5, hashLock: accountAt("a") };
    assert.deepEqual(await refused(site.ask("", await wireOrder({ gives: far }))), [422, "faulty", ["unknown-chain"]]);
    const elsewhere = { ...order.wants, hashLock: accountAt("b") };
    const answer = await refused(site.ask("", await wireOrder({ wants: elsewhere })));
    assert.deepEqual(answer, [422, "faulty", ["other-contract"]]);
    assert.deepEqual(await listed(site), []);
  });

  it("APP-210 refuses what is no order, too long, of another page, or too often", async () => {
    const site = startSite({ settings: { rateInAll: 1 } });
    for (const body of ["", "null", "[]", "{", '{"__proto__":{"tallystick":"swap-order/1"}}', '"order"', "1e999"]) {
      assert.deepEqual((await refused(site.ask("", body))).slice(0, 2), [400, "malformed"], body);
    }
    const [status, code, details] = await refused(site.ask("", { ...(await wireOrder()), more: 1 }));
    assert.deepEqual([status, code], [400, "malformed"]);
    assert.match(String(details), /more/);
    assert.deepEqual(await refused(site.ask("", `"${"x".repeat(20_000)}"`)), [413, "oversize"]);
    assert.deepEqual(await refused(site.ask("", {}, { host: "evil.example" })), [400, "badHost"]);
    assert.deepEqual(await refused(site.ask("", {}, { origin: "https://evil.example" })), [403, "badHost"]);
    const answers = await Promise.all(Array.from({ length: 12 }, () => refused(site.ask("", "{}"))));
    assert.deepEqual(answers.at(-1), [429, "rateLimited"]);
  });

  it("APP-210 bounds what is brought in one maker's name", async () => {
    const site = startSite({ settings: { rate: 1 } });
    const wire = await wireOrder();
    for (let i = 0; i < 12; i++) assert.equal((await site.ask("", wire)).status, 200);
    assert.deepEqual(await refused(site.ask("", wire)), [429, "flood"]);
    assert.equal((await site.ask("", await wireOrder({}, stranger))).status, 200, "another maker's");
  });

  it("APP-210 believes contract wallets, and says when their chain does not answer", async () => {
    const yes = `0x1626ba7e${"0".repeat(56)}` as const;
    const url = "http://127.0.0.1:1";
    const wallets = new Map<Address, `0x${string}` | Error>([
      [accountAt("1"), yes],
      [accountAt("2"), `0x${"f".repeat(64)}`],
      [accountAt("3"), new HttpRequestError({ url })],
    ]);
    const site = startSite({ wallets });
    assert.equal((await site.ask("", await wireOrder({ maker: accountAt("1") }))).status, 200);
    assert.deepEqual(await refused(site.ask("", await wireOrder({ maker: accountAt("2") }))), [422, "forged"]);
    assert.deepEqual(await refused(site.ask("", await wireOrder({ maker: accountAt("3") }))), [503, "chainDown"]);
    assert.equal((await listed(site)).length, 1);
  });

  it("APP-210 has room for so many of a maker, and so many bytes", async () => {
    const site = startSite({ settings: { perMaker: 2, bytes: 4_000 } });
    for (const nonce of [1n, 2n]) assert.equal((await site.ask("", await wireOrder({ nonce }))).status, 200);
    assert.deepEqual(await refused(site.ask("", await wireOrder({ nonce: 3n }))), [507, "tooManyOfMaker"]);
    await site.ask("/withdraw", await wireWithdrawal(1n));
    assert.equal((await site.ask("", await wireOrder({ nonce: 3n }))).status, 200, "after a withdrawal");
    const others = [taker, stranger];
    const answers: (readonly unknown[])[] = [];
    for (const key of others) {
      for (const nonce of [1n, 2n]) answers.push(await refused(site.ask("", await wireOrder({ nonce }, key))));
    }
    assert.deepEqual(answers.at(-1), [507, "full"]);
    site.wait(3_600);
    assert.deepEqual(await listed(site), []);
    const later = { nonce: 9n, deadline: NOW + 9_000n };
    assert.equal((await site.ask("", await wireOrder(later, stranger))).status, 200, "when others have ended");
  });

  it("APP-210 keeps what it has said yes to when it is started again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tallystick-orders-"));
    try {
      const file = join(folder, "orders.sqlite");
      const first = startSite({ file });
      await first.ask("", await wireOrder({ nonce: 1n }));
      await first.ask("", await wireOrder({ nonce: 2n }));
      await first.ask("/withdraw", await wireWithdrawal(1n));
      const second = startSite({ file });
      assert.deepEqual(await nonces(second), ["2"]);
      assert.deepEqual(await refused(second.ask("", await wireOrder({ nonce: 1n }))), [409, "withdrawn"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("sameChains", () => {
  const one = `0x${"01".repeat(32)}` as const;
  const two = `0x${"02".repeat(32)}` as const;
  /** A site whose chains may begin anew. */
  const bound = (arePublic = false) => {
    const genesis = new Map<number, Hex | Error>([
      [31337, one],
      [31338, one],
    ]);
    return { genesis, site: startSite({ genesis, arePublic }) };
  };

  it("APP-223 forgets the orders and notes of a local chain that began anew, and says which chains it means", async () => {
    const { genesis, site } = bound();
    await site.ask("", await wireOrder({ nonce: 1n }));
    await site.ask("/takes", await wireTake({ ...order, nonce: 1n }));
    assert.deepEqual((await json(site.ask("")))["chains"], { "31337": one, "31338": one });
    genesis.set(31338, new HttpRequestError({ url: "http://127.0.0.1" }));
    site.wait(2);
    assert.deepEqual(await nonces(site), ["1"], "a chain that does not answer is no other one");
    genesis.set(31338, two);
    site.wait(2);
    assert.equal((await site.ask("", await wireOrder({ nonce: 2n }))).status, 200);
    assert.deepEqual(await nonces(site), ["2"], "what is brought for the new chain stays");
    assert.deepEqual(await json(site.ask(`/takes?maker=${maker.address}`)), { takes: [] });
    assert.deepEqual((await json(site.ask("")))["chains"], { "31337": one, "31338": two });
  });

  it("APP-223 keeps what it has of a public chain, and shows and takes nothing while it sees another", async () => {
    const { genesis, site } = bound(true);
    await site.ask("", await wireOrder({ nonce: 1n }));
    genesis.set(31337, two);
    site.wait(61);
    const refusal = [503, "otherChain", ["31337"]];
    for (const path of ["", "/stream", `/takes?maker=${maker.address}`]) {
      assert.deepEqual(await refused(site.ask(path)), refusal, path);
    }
    assert.deepEqual(await refused(site.ask("", await wireOrder({ nonce: 2n }))), refusal);
    assert.deepEqual(await refused(site.ask("/withdraw", await wireWithdrawal(1n))), refusal);
    genesis.set(31337, one);
    site.wait(61);
    assert.deepEqual(await nonces(site), ["1"]);
  });
});

describe("GET /api/orders", () => {
  it("APP-210 finds orders by pair and maker, page by page, and forgets those that have ended", async () => {
    const site = startSite();
    const short = { nonce: 1n, deadline: NOW + 10n };
    await site.ask("", await wireOrder(short));
    await site.ask("", await wireOrder({ nonce: 2n, gives: order.wants, wants: order.gives, minimumFill: 1_000n }));
    await site.ask("", await wireOrder({ nonce: 3n }, stranger));
    assert.deepEqual(await nonces(site), ["1", "2", "3"]);
    const erc20 = `31337:erc20:${accountAt("c")}`;
    assert.deepEqual(await nonces(site, "?gives=31338:native"), ["1", "3"]);
    assert.deepEqual(await nonces(site, `?gives=31338:native&wants=${erc20.toLowerCase()}`), ["1", "3"]);
    assert.deepEqual(await nonces(site, `?gives=${erc20}`), ["2"]);
    assert.deepEqual(await nonces(site, `?maker=${stranger.address.toLowerCase()}`), ["3"]);
    assert.deepEqual(await nonces(site, `?maker=${accountAt("1")}`), []);
    const first = await json(site.ask("?limit=2"));
    assert.equal((first["orders"] as unknown[]).length, 2);
    assert.deepEqual(await nonces(site, `?limit=2&after=${String(first["next"])}`), ["3"]);
    assert.equal((await json(site.ask("?limit=4")))["next"], undefined);
    site.wait(10);
    assert.deepEqual(await nonces(site), ["2", "3"]);
  });

  it("APP-210 refuses questions that are none", async () => {
    const site = startSite();
    const wrong = ["?limit=0", "?limit=-1", "?after=x", "?gives=x", "?gives=1:erc20:0x12", "?maker=0x1", "?wants='"];
    for (const query of wrong) assert.deepEqual(await refused(site.ask(query)), [400, "malformed"], query);
    for (const query of ["", "?order=0x12", "?maker=me"]) {
      assert.deepEqual(await refused(site.ask(`/takes${query}`)), [400, "malformed"], query);
    }
    const answer = await site.ask("/stream?after=-1");
    assert.equal(answer.status, 400);
  });
});

describe("POST /api/orders/withdraw", () => {
  it("APP-211 takes back all orders of a number by the maker's signature, and refuses them from then on", async () => {
    const site = startSite();
    const [one, two] = [await wireOrder(), await wireOrder({ minimumFill: 400n })];
    for (const each of [one, two, await wireOrder({ nonce: 8n }), await wireOrder({}, stranger)]) {
      await site.ask("", each);
    }
    const hashes = [swapOrderHash(order), swapOrderHash({ ...order, minimumFill: 400n })];
    assert.deepEqual(await refused(site.ask("/withdraw", await wireWithdrawal(7n, taker))), [404, "unknownOrder"]);
    const forged = await wireWithdrawal(7n, stranger, maker.address);
    assert.deepEqual(await refused(site.ask("/withdraw", forged)), [422, "forged"]);
    assert.deepEqual(await json(site.ask("/withdraw", await wireWithdrawal(7n))), { hashes });
    assert.deepEqual(
      (await listed(site)).map((each) => [each.order.maker, each.order.nonce]),
      [
        [maker.address, "8"],
        [stranger.address, "7"],
      ],
    );
    for (const each of [one, two, await wireOrder({ minimumFill: 500n })]) {
      assert.deepEqual(await refused(site.ask("", each)), [409, "withdrawn"]);
    }
    assert.deepEqual(await refused(site.ask("/withdraw", await wireWithdrawal(7n))), [404, "unknownOrder"]);
  });

  it("APP-211 remembers a withdrawal for as long as an order may live", async () => {
    const site = startSite();
    const longest = { deadline: NOW + MAX_ORDER_LIFE };
    await site.ask("", await wireOrder());
    await site.ask("/withdraw", await wireWithdrawal(7n));
    site.wait(Number(MAX_ORDER_LIFE) - 1);
    await listed(site);
    assert.deepEqual(await refused(site.ask("", await wireOrder(longest))), [409, "withdrawn"]);
    site.wait(1);
    await listed(site);
    assert.deepEqual(await refused(site.ask("", await wireOrder(longest))), [422, "faulty", ["expired"]]);
  });
});

describe("POST and GET /api/orders/takes", () => {
  it("APP-212 keeps notes of takers for open orders, and shows them by order and by maker", async () => {
    const site = startSite();
    await site.ask("", await wireOrder());
    const note = await wireTake(order);
    const { hash } = await json(site.ask("/takes", note));
    assert.match(String(hash), /^0x[0-9a-f]{64}$/);
    assert.deepEqual(await json(site.ask("/takes", note)), { hash }, "once more");
    const ofOrder = await json(site.ask(`/takes?order=${swapOrderHash(order)}`));
    assert.deepEqual(ofOrder, { takes: [JSON.parse(JSON.stringify(note))] });
    assert.deepEqual(await json(site.ask(`/takes?maker=${maker.address}`)), ofOrder);
    assert.deepEqual(await json(site.ask(`/takes?maker=${stranger.address}`)), { takes: [] });
    const page = await json(site.ask(`/takes?maker=${maker.address}&limit=1`));
    assert.deepEqual(await json(site.ask(`/takes?maker=${maker.address}&after=${String(page["next"])}`)), {
      takes: [],
    });
    await site.ask("/withdraw", await wireWithdrawal(7n));
    assert.deepEqual(await json(site.ask(`/takes?maker=${maker.address}`)), { takes: [] });
    assert.deepEqual(await refused(site.ask("/takes", note)), [409, "withdrawn"]);
  });

  it("APP-212 refuses notes that are forged, late, or of no use to the order", async () => {
    const site = startSite({ settings: { takesPerOrder: 1 } });
    assert.deepEqual(await refused(site.ask("/takes", await wireTake(order))), [404, "unknownOrder"]);
    const own = { ...order, taker: accountAt("8") };
    await site.ask("", await wireOrder());
    await site.ask("", await wireOrder({ taker: accountAt("8") }));
    assert.deepEqual(await refused(site.ask("/takes", await wireTake(own))), [422, "wrongTake", ["taker"]]);
    const wrong: readonly (readonly [object, string])[] = [
      [{ amount: 0n }, "amount"],
      [{ amount: 3_001n }, "amount"],
      [{ deadline: NOW }, "deadline"],
      [{ deadline: order.deadline + 1n }, "deadline"],
      [{ recipient: `0x${"0".repeat(40)}` }, "recipient"],
    ];
    for (const [change, field] of wrong) {
      assert.deepEqual(await refused(site.ask("/takes", await wireTake(order, change))), [422, "wrongTake", [field]]);
    }
    const forged = await wireTake(order, { taker: taker.address }, stranger);
    assert.deepEqual(await refused(site.ask("/takes", forged)), [422, "forged"]);
    assert.equal((await site.ask("/takes", await wireTake(order))).status, 200);
    const more = await wireTake(order, { amount: 999n });
    assert.deepEqual(await refused(site.ask("/takes", more)), [507, "tooManyOfOrder"]);
    assert.deepEqual((await refused(site.ask("/takes", await wireOrder()))).slice(0, 2), [400, "malformed"]);
  });
});

describe("orderSettings", () => {
  it("APP-210 reads whole numbers of the environment, and nothing else", () => {
    assert.equal(orderSettings({ TALLYSTICK_ORDERS_PER_MAKER: "7" }).perMaker, 7);
    assert.equal(orderSettings({ TALLYSTICK_ORDERS_STREAMS: "" }).streams, 1_000);
    assert.throws(() => orderSettings({ TALLYSTICK_ORDERS_BYTES: "64k" }), /TALLYSTICK_ORDERS_BYTES "64k"/);
  });
});
