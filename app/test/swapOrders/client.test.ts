import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { swapOrderHash } from "@tallystick/sdk/swaps/order";
import {
  listSwapOrders,
  listTakes,
  type OrderChange,
  postSwapOrder,
  postTake,
  watchSwapOrders,
  withdrawSwapOrders,
} from "@tallystick/sdk/swaps/orderRelay";
import type { Readers } from "@tallystick/sdk/swaps/orderSignatures";
import { decodeWithdrawal, encodeSwapOrder } from "@tallystick/sdk/swaps/orderWire";
import { failureOf } from "../../../sdk/test/support/errors.ts";
import { accountAt, maker, order, stranger, taker } from "../../../sdk/test/support/swapOrders.ts";
import { listen, type Site, signedOrder, signedTake, startSite, wireOrder, wireTake, wireWithdrawal } from "./site.ts";

const readers: Readers = () => undefined;
const hash = swapOrderHash(order);
const withdrawalOf = async (nonce: bigint, key = maker) => decodeWithdrawal(await wireWithdrawal(nonce, key));

/** The next change, and that it comes soon. */
async function nextOf(changes: AsyncGenerator<OrderChange, void, undefined>): Promise<OrderChange> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("nothing came")), 5_000).unref());
  const { value } = await Promise.race([changes.next(), late]);
  assert.ok(value);
  return value;
}

describe("an order relay from outside", () => {
  let site: Site;
  let served: Awaited<ReturnType<typeof listen>>;
  before(async () => {
    // Streams end after a fifth of a second: whoever follows has to come again.
    site = startSite({ stream: { beat: 50, life: 200 } });
    served = await listen(site);
  });
  after(() => served.close());
  const at = () => ({ url: served.url });

  it("SWP-86 is given orders, notes and withdrawals, and read", async () => {
    const signed = await signedOrder();
    assert.deepEqual(await postSwapOrder(at(), signed), { hash, isNew: true });
    assert.deepEqual(await postSwapOrder(at(), signed), { hash, isNew: false });
    await postSwapOrder(at(), await signedOrder({ nonce: 8n }));
    const pair = { gives: order.gives, wants: order.wants, maker: maker.address };
    const first = await listSwapOrders(at(), readers, pair, { limit: 1 });
    assert.deepEqual(first.orders, [{ ...signed, hash }]);
    assert.deepEqual([first.dropped, typeof first.next], [0, "string"]);
    const second = await listSwapOrders(at(), readers, pair, { after: first.next });
    assert.deepEqual([second.orders.map((each) => each.order.nonce), second.next], [[8n], undefined]);
    assert.deepEqual((await listSwapOrders(at(), readers, { gives: order.wants })).orders, []);
    const note = await signedTake(order);
    await postTake(at(), note);
    assert.deepEqual(await listTakes(at(), readers, order), { takes: [note], dropped: 0, next: undefined });
    assert.deepEqual(await withdrawSwapOrders(at(), await withdrawalOf(8n)), [swapOrderHash({ ...order, nonce: 8n })]);
    const { code, details } = await failureOf(withdrawSwapOrders(at(), await withdrawalOf(8n)));
    assert.deepEqual([code, details["status"], details["code"]], ["OrderRelayRefused", 404, "unknownOrder"]);
    assert.equal((await failureOf(postSwapOrder({ url: "http://127.0.0.1:1" }, signed))).code, "OrderRelayUnreachable");
  });

  it("SWP-87 is followed over streams that end, each change once, from where it was", async () => {
    const ending = new AbortController();
    const changes = watchSwapOrders(
      at(),
      readers,
      { maker: stranger.address },
      { signal: ending.signal, patience: 10 },
    );
    await postSwapOrder(at(), await signedOrder({}, stranger));
    const first = await nextOf(changes);
    assert.ok(first.kind === "order");
    assert.deepEqual([first.order.order.maker, first.order.order.nonce], [stranger.address, 7n]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await postSwapOrder(at(), await signedOrder({ nonce: 8n }, stranger));
    await postSwapOrder(at(), await signedOrder({ nonce: 9n }, taker));
    const second = await nextOf(changes);
    assert.ok(second.kind === "order");
    assert.equal(second.order.order.nonce, 8n);
    await withdrawSwapOrders(at(), await withdrawalOf(7n, stranger));
    const third = await nextOf(changes);
    assert.deepEqual(third, {
      kind: "withdrawn",
      hash: first.order.hash,
      withdrawal: await withdrawalOf(7n, stranger),
    });
    const last = changes.next();
    ending.abort();
    assert.deepEqual(await last, { done: true, value: undefined });
  });

  it("SWP-87 gives up where there is no such relay, and waits for one that is busy", async () => {
    const answers = [new Response("", { status: 503 }), Response.json({ code: "nope" }, { status: 404 })];
    let asked = 0;
    const fetch = async (): Promise<Response> => answers[asked++] ?? assert.fail("asked again");
    const changes = watchSwapOrders({ url: "http://x" }, readers, {}, { fetch, patience: 1 });
    const { code, details } = await failureOf(changes.next());
    assert.deepEqual([code, details["code"], asked], ["OrderRelayRefused", "nope", 2]);
  });

  it("APP-210 gives every stream's place back, and has so many", async () => {
    const small = startSite({ settings: { streams: 1 }, stream: { beat: 20, life: 60 } });
    const first = await small.ask("/stream");
    assert.equal(first.headers.get("content-type"), "text/event-stream");
    assert.equal((await small.ask("/stream")).status, 429);
    assert.match(await first.text(), /^retry: 2000\n\n(: \n\n)+$/);
    const second = await small.ask("/stream");
    assert.equal(second.status, 200);
    await second.body?.cancel();
    assert.equal((await small.ask("/stream", undefined, { "last-event-id": "0" })).status, 200);
  });
});

describe("a relay that lies", () => {
  const relay = { url: "http://x" };
  const answering = (value: unknown) => ({ fetch: async () => Response.json(value) });

  it("SWP-86 can only withhold: what is forged, changed or was not asked for is left out", async () => {
    const good = await wireOrder();
    const forged = { ...good, signature: (await wireOrder({}, stranger)).signature };
    const better = { ...good, order: { ...good.order, gives: { ...good.order.gives, amount: "9000" } } };
    const wallets = await wireOrder({ maker: accountAt("1") });
    const others = await wireOrder({ gives: order.wants, wants: order.gives });
    const orders = [forged, better, wallets, others, good, null, 7, { ...good, hash: "0x" }];
    const wish = { gives: order.gives, wants: order.wants };
    const first = `0x${"1".repeat(64)}`;
    const chains = { "31337": first, "31338": "0x1", x: first };
    const page = await listSwapOrders(relay, readers, wish, {}, answering({ orders, chains, next: "x" }));
    const told = { chains: new Map([[31337, first]]), dropped: 7, next: undefined };
    assert.deepEqual(page, { orders: [{ ...(await signedOrder()), hash }], ...told });
    for (const no of [undefined, null, 1, "x", []]) {
      assert.equal((await listSwapOrders(relay, readers, wish, {}, answering({ orders, chains: no }))).chains.size, 0);
    }
    const note = await wireTake(order);
    const changed = { ...note, take: { ...note.take, amount: "1" } };
    const notes = [changed, await wireTake({ ...order, nonce: 1n }), 1, note];
    const takes = await listTakes(relay, readers, order, {}, answering({ takes: notes }));
    assert.deepEqual(takes, { takes: [await signedTake(order)], dropped: 3, next: undefined });
    for (const value of [null, [], 1, { orders: {} }]) {
      assert.equal(
        (await failureOf(listSwapOrders(relay, readers, {}, {}, answering(value)))).code,
        "OrderRelayRefused",
      );
    }
  });

  it("SWP-86 can't withdraw, repeat or break what is followed", async () => {
    const good = JSON.stringify(await wireOrder());
    const another = await signedOrder({ nonce: 8n });
    const gone = (withdrawal: unknown) => `event: withdrawn\ndata: ${JSON.stringify({ hash, withdrawal })}\n\n`;
    const text = [
      `event: order\ndata: ${good}\n\n`,
      `event: order\ndata: ${good}\n\n`,
      "data: {\n\n",
      "event: order\ndata: {\n\n",
      `event: order\r\ndata: ${JSON.stringify(await wireOrder({ nonce: 6n }, stranger)).replace("300", "301")}\r\n\r\n`,
      gone({}),
      gone(await wireWithdrawal(8n)),
      gone(await wireWithdrawal(7n, stranger)),
      gone(await wireWithdrawal(7n, stranger, maker.address)).replace("withdrawn", "order"),
      "event: withdrawn\ndata: null\n\n",
      `id: ${"9".repeat(40)}\nevent: order\ndata: ${JSON.stringify(encodeSwapOrder(another))}\n\n`,
    ].join("");
    // In parts, cut anywhere.
    const parts = text.match(/[\s\S]{1,700}/g) ?? [];
    const numbers: (string | null)[] = [];
    const fetch = async (_: string, init?: RequestInit): Promise<Response> => {
      numbers.push(new Headers(init?.headers).get("last-event-id"));
      const body = new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
          controller.close();
        },
      });
      return new Response(body);
    };
    const changes = watchSwapOrders(relay, readers, { maker: maker.address }, { fetch, patience: 1 });
    const [one, two] = [await nextOf(changes), await nextOf(changes)];
    assert.deepEqual(
      [one, two].map((change) => change.kind === "order" && change.order.order.nonce),
      [7n, 8n],
    );
    await changes.return();
    assert.deepEqual(numbers, [null]);
  });

  it("SWP-86 can't fill the memory of who follows it", async () => {
    let given = 0;
    const fetch = async (): Promise<Response> => {
      const body = new ReadableStream({
        pull(controller) {
          given += 1;
          controller.enqueue(new TextEncoder().encode(`data: ${"x".repeat(8_192)}`));
        },
      });
      return given === 0 ? new Response(body) : Response.json({}, { status: 404 });
    };
    const changes = watchSwapOrders(relay, readers, {}, { fetch, patience: 1 });
    assert.equal((await failureOf(changes.next())).code, "OrderRelayRefused");
    assert.ok(given < 20, `${given} parts were read`);
  });
});
