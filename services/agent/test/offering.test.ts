import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Order, swapOrderHash } from "@tallystick/sdk/swaps/order";
import { isWithdrawalSigned } from "@tallystick/sdk/swaps/orderSignatures";
import { decodeWithdrawal } from "@tallystick/sdk/swaps/orderWire";
import { zeroAddress } from "viem";
import type { Config, OfferConfig } from "../src/config.ts";
import type { Line } from "../src/journal/lines.ts";
import { createLog } from "../src/log.ts";
import { type Book, createBook } from "../src/swaps/book.ts";
import { createOffering, type Offering } from "../src/swaps/offering.ts";
import { chainAt, maker, memory, NOW, relayWith } from "./deal.ts";

const ether = { kind: "native" } as const;
const offer: OfferConfig = {
  gives: { chainId: 31338, asset: ether, amount: 200n },
  wants: { chainId: 31337, asset: ether, amount: 100n },
  ...{ minimumFill: 1n, lockTime: 600, validity: 1_000, taker: zeroAddress },
};
const dearer: OfferConfig = { ...offer, wants: { ...offer.wants, amount: 150n } };
const asked = {
  gives: { chainId: 31338, asset: ether, amount: "7" },
  wants: { chainId: 31337, asset: ether, amount: "9" },
};
const timing = { confirmations: 2, reorgDepth: 1, outage: 10, blockTime: 1 };

interface Made {
  readonly offering: Offering;
  readonly book: Book;
  readonly written: Line[];
  now: number;
}

function made(offers: readonly OfferConfig[], lines: readonly Line[] = [], relays: readonly string[] = []): Made {
  const journal = memory(lines);
  const book = createBook(journal);
  const chains = [31337, 31338].map((chainId) => ({ chainId, timing }));
  const config = { offers, hot: maker, receiver: maker.address, chains, relays } as unknown as Config;
  const chainOf = (chainId: number) => chainAt(chainId);
  const state = { now: NOW };
  const offering = createOffering(
    config,
    chainOf,
    book,
    () => state.now,
    createLog(() => {}),
  );
  return Object.assign(state, { offering, book, written: journal.written });
}

const hashesOf = ({ offering }: Made): readonly string[] => offering.open().map(([hash]) => hash);

describe("an agent's orders", () => {
  let relay: Awaited<ReturnType<typeof relayWith>>;
  let status = 200;
  before(async () => {
    relay = await relayWith(() => [
      status,
      { hashes: [], isNew: true, code: "withdrawn", sentence: "It is withdrawn." },
    ]);
  });
  after(() => relay.close());
  const told = () => relay.asked.map(({ url }) => url.replace("/api/orders", ""));

  it("AGT-46: are withdrawn at once and for ever", async () => {
    const first = made([offer, dearer]);
    await first.offering.renew();
    const [hash = "", other] = hashesOf(first);
    assert.equal(first.offering.withdraw(hash.toUpperCase().replace("0X", "0x")), hash);
    first.offering.withdraw(hash);
    assert.deepEqual(
      first.written.map(({ kind }) => kind),
      ["order", "order", "withdrawn"],
    );
    assert.deepEqual(hashesOf(first), [other]);
    const again = made([offer, dearer], first.written);
    await again.offering.renew();
    assert.deepEqual([hashesOf(again), again.written], [[other], []]);
    assert.throws(() => again.offering.withdraw("0x12"), { status: 404, code: "unknown-order" });
    assert.throws(() => again.offering.withdraw(undefined), { status: 404, code: "unknown-order" });
  });

  it("AGT-46: are taken back at the relays, with the maker's signature, also after a restart", async () => {
    const first = made([offer]);
    await first.offering.renew();
    const [hash = "0x"] = hashesOf(first);
    first.offering.withdraw(hash);
    const again = made([offer], first.written, [relay.url]);
    relay.asked.length = 0;
    await again.offering.post();
    await again.offering.post();
    assert.deepEqual(told(), ["/withdraw"]);
    const { order } = first.book.orders.get(hash as `0x${string}`) as { order: Order };
    const signed = decodeWithdrawal(relay.asked[0]?.body);
    assert.deepEqual(signed.withdrawal, { maker: maker.address, nonce: order.nonce });
    assert.equal(await isWithdrawalSigned(() => undefined, 31338, signed), true);
    again.now = Number(order.deadline);
    const late = made([offer], first.written, [relay.url]);
    late.now = Number(order.deadline);
    await late.offering.post();
    assert.equal(relay.asked.length, 1);
  });

  it("AGT-46: are told to a relay though it refuses one of them, and later where it can't be reached", async () => {
    const one = made([offer, dearer], [], [relay.url]);
    await one.offering.renew();
    relay.asked.length = 0;
    status = 409;
    await one.offering.post();
    assert.deepEqual(told(), ["", ""]);
    status = 503;
    const other = made([offer, dearer], [], [relay.url]);
    await other.offering.renew();
    await other.offering.post();
    assert.equal(relay.asked.length, 3);
    status = 200;
  });

  it("AGT-47: are withdrawn when the configuration has their offer no more, or otherwise; others are honoured", async () => {
    const first = made([offer]);
    await first.offering.renew();
    const [standing = ""] = hashesOf(first);
    const byRequest = swapOrderHash((await first.offering.offer(asked)).order);
    const same = made([offer], first.written);
    await same.offering.renew();
    assert.deepEqual([hashesOf(same), same.written], [[standing, byRequest], []]);
    const changed = made([dearer], first.written);
    await changed.offering.renew();
    assert.equal(changed.book.isWithdrawn(standing as `0x${string}`), true);
    assert.equal(hashesOf(changed).includes(byRequest), true);
    assert.equal(hashesOf(changed).length, 2);
    const gone = made([], first.written);
    await gone.offering.renew();
    assert.deepEqual(hashesOf(gone), [byRequest]);
  });

  it("AGT-47: have numbers of their own, by which relays take back no other", async () => {
    const first = made([offer, dearer, offer]);
    await first.offering.renew();
    await first.offering.offer(asked);
    await first.offering.offer(asked);
    const nonces = [...first.book.orders.values()].map(({ order }) => order.nonce);
    assert.deepEqual([nonces.length, new Set(nonces).size], [5, 5]);
  });

  it("AGT-47: are honoured in the next half of their time, beside the next one", async () => {
    const first = made([offer]);
    await first.offering.renew();
    const again = made([offer], first.written);
    again.now = NOW + 500;
    await again.offering.renew();
    assert.equal(hashesOf(again).length, 2);
    assert.deepEqual(
      again.written.map(({ kind }) => kind),
      ["order"],
    );
  });
});
