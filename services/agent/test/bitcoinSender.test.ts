import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import type { Outpoint } from "@tallystick/sdk/swaps/bitcoin/draft";
import { type BitcoinLockView, bitcoinTiming } from "@tallystick/sdk/swaps/bitcoin/observe";
import { completed, type PresignedOf, presign, txidsOf } from "@tallystick/sdk/swaps/bitcoin/presigned";
import { fundingOf } from "@tallystick/sdk/swaps/bitcoin/read";
import { type BitcoinLock, keyAddress, lockAddress } from "@tallystick/sdk/swaps/bitcoin/script";
import { bitcoinKey, refundTransaction } from "@tallystick/sdk/swaps/bitcoin/spend";
import { type Hex, sha256 } from "viem";
import { startBitcoin } from "../../../sdk/test/support/bitcoinNode.ts";
import { createSender, type SendOrder } from "../src/bitcoin/sender.ts";
import type { BitcoinSettings } from "../src/bitcoin/settings.ts";
import { createSources, type Sources } from "../src/bitcoin/sources.ts";
import type { Line } from "../src/journal/lines.ts";
import { createLog } from "../src/log.ts";

const preimage: Hex = `0x${"ab".repeat(32)}`;
const [recipient, refundee] = [bitcoinKey(`0x${"11".repeat(32)}`), bitcoinKey(`0x${"22".repeat(32)}`)];
const to = keyAddress("regtest", recipient.publicKey);
const TIMELOCK = 1_900_000_000;
const lock: BitcoinLock = {
  ...{ network: "regtest", amount: 1_000_000n, hashlock: sha256(preimage), timelock: TIMELOCK },
  ...{ recipientKey: recipient.publicKey, refundKey: refundee.publicKey },
};
const outpoint: Outpoint = { txid: "cd".repeat(32), vout: 0, amount: 1_000_000n };
const settings: BitcoinSettings = {
  ...{ network: "regtest", urls: [], timing: bitcoinTiming, pollMs: 1, timeoutMs: 500, bumpAfter: 3 },
};
const SWAP: Hex = `0x${"01".repeat(32)}`;

/** A sender that sends to nobody: what it sent, and its journal. */
async function senderOf(kind: "claim" | "refund", lines: Line[] = []) {
  const presigned = await presign({ lock, outpoint, to, key: kind === "claim" ? recipient : refundee });
  const of: PresignedOf = { lock, outpoint, presigned };
  const order: SendOrder = {
    key: `${SWAP}:a:${kind}`,
    swap: SWAP,
    of,
    preimage: kind === "claim" ? preimage : undefined,
  };
  const txids = txidsOf(of);
  const hexes = presigned.fees.map((fee) => completed(of, fee, preimage).hex);
  const sent: number[] = [];
  const world = { rate: 1, refuses: (_: number): string | undefined => undefined };
  const sources: Sources = {
    look: async () => undefined,
    async send(hex) {
      const at = hexes.indexOf(hex);
      const why = world.refuses(at);
      if (why !== undefined) throw new Error(why);
      sent.push(at);
    },
    ...{ feeRate: async () => world.rate, problems: () => [], calls: () => 0 },
  };
  const journal = { lines, append: (line: Line) => void lines.push(line), close() {} };
  const nextTx = () => lines.length + 1;
  const sender = createSender(
    1,
    settings,
    sources,
    { ...journal, lines: [...lines] },
    nextTx,
    createLog(() => {}),
  );
  return { sender, order, of, txids, hexes, sent, world, lines };
}

const viewOf = (hex: string | undefined, height: number | undefined, depth: number): BitcoinLockView => ({
  outpoint,
  ...(hex === undefined
    ? { state: { status: "locked", block: 1, depth } as const }
    : { spender: { hex, height }, state: { status: "claimed", preimage, depth } as const }),
});

describe("sending what was signed in advance", () => {
  const now = (look: number, height: number, medianTime = TIMELOCK - 100_000) => ({ look, height, medianTime });

  it("BTC-14 begins with the fee that is asked for, and pays more when blocks pass or more is asked for", async () => {
    const { sender, order, hexes, sent, world } = await senderOf("claim");
    world.rate = 3;
    await sender.send(order, now(1, 100));
    assert.deepEqual(sent, [2], "4 a byte");
    const tend = (at: number, look: number, height: number) =>
      sender.tend(
        () => viewOf(hexes[at], undefined, 0),
        () => undefined,
        now(look, height),
      );
    await tend(2, 2, 100);
    await tend(2, 3, 102);
    assert.deepEqual(sent, [2], "it waits");
    await tend(2, 4, 103);
    assert.deepEqual(sent, [2, 3], "three blocks");
    world.rate = 30;
    await tend(3, 5, 104);
    assert.deepEqual(sent, [2, 3, 5], "more is asked for");
    world.rate = 5_000;
    await tend(5, 6, 105);
    assert.deepEqual(sent, [2, 3, 5, 8], "no more than was signed");
    await tend(8, 7, 120);
    assert.equal(sent.length, 4);
  });

  it("BTC-14 pays more at once where it is refused for its fee, and nothing for other reasons", async () => {
    const { sender, order, sent, world, lines } = await senderOf("claim");
    world.refuses = () => "txn-mempool-conflict";
    await sender.send(order, now(1, 100));
    assert.deepEqual(sent, []);
    world.refuses = (at) => (at < 4 ? "mempool min fee not met" : undefined);
    await sender.send(order, now(1, 100));
    assert.deepEqual(sent, [], "once at a look");
    await sender.send(order, now(2, 100));
    assert.deepEqual(sent, [4]);
    await sender.send(order, now(3, 101));
    assert.deepEqual(sent, [4, 4], "not seen yet: the same again");
    assert.deepEqual(
      lines.map(({ kind }) => kind),
      ["intent", "sent"],
      "what is sent again and was not seen is not written again",
    );
  });

  it("BTC-14 outbids a refund that has no block yet, while the secret is public", async () => {
    const { sender, order, sent } = await senderOf("claim");
    const rival = await refundTransaction({ lock, outpoint, to, feeRate: 10, key: refundee });
    await sender.outbid(order, rival.hex, now(1, 100));
    assert.deepEqual(sent, [4], "16 a byte, since 8 is less");
    const dear = await refundTransaction({ lock, outpoint, to, feeRate: 300, key: refundee });
    await sender.outbid(order, dear.hex, now(2, 100));
    assert.deepEqual(sent, [4], "more than was signed");
  });

  it("BTC-11 sends no refund before nodes take it", async () => {
    const { sender, order, sent, lines } = await senderOf("refund");
    await sender.send(order, now(1, 100, TIMELOCK));
    assert.deepEqual([sent, lines], [[], []]);
    await sender.send(order, now(2, 101, TIMELOCK + 1));
    assert.deepEqual(sent, [0]);
  });

  it("BTC-13 goes on from its journal, to the last line", async () => {
    const first = await senderOf("claim");
    first.world.rate = 4;
    await first.sender.send(first.order, now(1, 100));
    const { sender, order, hexes, sent, lines } = await senderOf("claim", first.lines);
    const tend = (view: BitcoinLockView, look: number, height: number) =>
      sender.tend(
        () => view,
        (key) => (key === order.key ? order : undefined),
        now(look, height),
      );
    await tend(viewOf(hexes[2], undefined, 0), 1, 100);
    await tend(viewOf(hexes[2], undefined, 0), 2, 104);
    assert.deepEqual(sent, [3], "it knew what was paid");
    await tend(viewOf(hexes[3], 105, 1), 3, 105);
    await tend(viewOf(hexes[3], 106, 1), 4, 106);
    assert.equal(sender.underWay(), 1);
    await tend(viewOf(hexes[3], 106, 3), 5, 108);
    assert.equal(sender.underWay(), 0);
    assert.deepEqual(
      lines.map((line) => (line.kind === "mined" ? line.block : line.kind)),
      ["intent", "sent", "sent", 105, 106, "deep"],
    );
    const again = await senderOf("claim", lines);
    await again.sender.tend(
      () => viewOf(hexes[3], 106, 4),
      () => again.order,
      now(6, 109),
    );
    assert.equal(again.sender.underWay(), 0, "it had ended");
  });
});

/** An index that answers as it likes. */
async function lying(answer: (path: string) => string | undefined, honest: string) {
  const server: Server = createServer(async (request, response) => {
    const text = answer(request.url ?? "/");
    if (text !== undefined) return void response.end(text);
    const reply = await fetch(`${honest}${request.url}`);
    response.writeHead(reply.status).end(await reply.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

describe("indexes that lie", () => {
  it("BTC-16 counts nothing of another network, no made-up spending, no endless answer, and sees by the honest one", async () => {
    const node = await startBitcoin();
    const own = { ...lock, timelock: (await node.medianTime()) + 7_200 };
    const paid = await node.pay(lockAddress(own), own.amount);
    await node.mine(3);
    const place = fundingOf(paid, own);
    assert.ok(place);
    const looked = [{ swap: SWAP, coin: own, outpoints: [place] }];
    const look = (...urls: string[]) => createSources(urls, "regtest", 500).look(looked);
    const honest = (await look(node.url))?.locks.get(SWAP)?.state;
    assert.deepEqual(honest, { status: "locked", block: 121, depth: 3 });

    const foreign = await lying((path) => (path.startsWith("/block-height") ? "00".repeat(32) : undefined), node.url);
    assert.equal(await look(foreign.url), undefined);
    const sources = createSources([foreign.url], "regtest", 500);
    await sources.look(looked);
    assert.match(sources.problems()[0] ?? "", /not regtest/);

    // A refund that somebody else signed, as if it were in a block.
    const stranger = bitcoinKey(`0x${"33".repeat(32)}`);
    const forgedLock = { ...own, refundKey: stranger.publicKey };
    const forged = await refundTransaction({ lock: forgedLock, outpoint: place, to, feeRate: 2, key: stranger });
    const inventing = await lying((path) => {
      const status = { confirmed: true, block_height: 121 };
      if (path.includes("/outspend/")) return JSON.stringify({ spent: true, txid: forged.txid, status });
      return path === `/tx/${forged.txid}/hex` ? forged.hex : undefined;
    }, node.url);
    assert.equal((await look(inventing.url))?.locks.get(SWAP)?.state.status, "locked");

    const hiding = await lying((path) => (path.startsWith("/address/") ? "[]" : undefined), node.url);
    assert.equal((await look(hiding.url))?.locks.size, 0, "alone it can withhold");
    const endless = await lying(
      (path) => (path.startsWith("/address/") ? "[".repeat(17_000_000) : undefined),
      node.url,
    );
    const seen = await look(hiding.url, endless.url, foreign.url, node.url);
    assert.deepEqual(seen?.locks.get(SWAP)?.state, honest, "one that is honest is enough");

    const ahead = await lying((path) => {
      return /^\/block\//.test(path) ? JSON.stringify({ height: 2 ** 30, mediantime: 2 ** 31 }) : undefined;
    }, node.url);
    const middle = await look(node.url, ahead.url, node.url);
    assert.equal(middle?.head.height, 123);
    assert.equal(middle?.locks.get(SWAP)?.state.status, "locked");
    for (const each of [foreign, inventing, hiding, endless, ahead]) each.close();
    await node.close();
  });
});
