import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { isSignedBy } from "@tallystick/sdk/chain/signature";
import { tallystickError } from "@tallystick/sdk/errors";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import type { SignedTake, Take } from "@tallystick/sdk/swaps/order";
import type { Readers } from "@tallystick/sdk/swaps/orderSignatures";
import { encodeTake } from "@tallystick/sdk/swaps/orderWire";
import { encodeErrorResult, type Hex, parseAbi, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { agreedOf } from "../src/chain/agreed.ts";
import { EndpointError } from "../src/chain/endpoint.ts";
import { readerOf } from "../src/chain/reader.ts";
import type { Line } from "../src/journal/lines.ts";
import { createLog } from "../src/log.ts";
import { Refusal } from "../src/refusal.ts";
import { type Book, createBook } from "../src/swaps/book.ts";
import { answerTo, filledOf } from "../src/swaps/maker.ts";
import { createNotes, type Notes } from "../src/swaps/notes.ts";
import {
  chainAt,
  HASH_LOCK,
  memory,
  NOW,
  noteWith,
  orderHash,
  PAYEE,
  relayWith,
  signedOrder,
  taker,
  taking,
} from "./deal.ts";
import { keyOf } from "./world.ts";

const OTHER = "0x00000000000000000000000000000000000000D2";
const stranger = privateKeyToAccount(keyOf("stranger"));
const silent = createLog(() => {});
/** Chains whose every contract wallet answers this. */
const readers =
  (answer: () => Promise<{ data: Hex | undefined }>): Readers =>
  () => ({ network: { chainId: 31337 } as never, client: { call: answer } as never });
const unread = readers(() =>
  Promise.reject(tallystickError("ChainUnreachable", { chainId: 31337, url: "", cause: "" })),
);
const walletless = readers(async () => ({ data: undefined }));
const agreeing = readers(async () => ({ data: `0x1626ba7e${"0".repeat(56)}` }));

async function bookWith(lines: readonly Line[] = []): Promise<Book & { readonly written: Line[] }> {
  const journal = memory(lines);
  const book = createBook(journal);
  if (lines.length === 0) book.addOrder(await signedOrder());
  return { ...book, written: journal.written };
}

/** Who is paid for a lock, or why nobody. */
async function payee(book: Book, found = taking(), now = NOW): Promise<string> {
  const chains = [chainAt(31337, now), chainAt(31338, now)] as const;
  const answer = answerTo(found, [orderHash, await signedOrder()], chains, book, []);
  return "swap" in answer ? answer.swap.swap.b.terms.recipient : answer.refused;
}

function notesOf(book: Book, relays: readonly string[] = [], by = walletless): Notes & { readonly news: () => number } {
  let news = 0;
  const onNews = (): void => {
    news += 1;
  };
  return { ...createNotes({ relays, readers: by, book, log: silent, onNews }), news: () => news };
}

const refusalOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "taken",
    (error: unknown) => {
      if (error instanceof Refusal) return `${error.status} ${error.code}`;
      throw error;
    },
  );

describe("a taker's note", () => {
  it("AGT-42: says who is paid for a lock whose salt says that there is one, and is waited for", async () => {
    const book = await bookWith();
    assert.equal(await payee(book), "note-awaited");
    await notesOf(book).give(await noteWith(), NOW);
    assert.equal(await payee(book), PAYEE);
    assert.equal(await payee(book, taking({}, false)), taker.address);
  });

  it("AGT-42: is none of a lock that it does not tell in all", async () => {
    const change: Partial<Lock>[] = [
      { refundee: stranger.address },
      { hashlock: `0x${"cd".repeat(32)}` },
      { amount: 51n },
    ];
    const book = await bookWith();
    book.addNote(await noteWith());
    for (const each of change) assert.equal(await payee(book, taking(each)), "note-awaited");
  });

  it("AGT-42: is refused where its taker did not sign it, nobody can be paid, or its order is not there", async () => {
    const book = await bookWith();
    const notes = notesOf(book);
    const give = async (change: Partial<Take>): Promise<string> => refusalOf(notes.give(await noteWith(change), NOW));
    assert.equal(await give({ recipient: zeroAddress }), "422 unpayable");
    assert.equal(await give({ recipient: HASH_LOCK }), "422 unpayable");
    assert.equal(await give({ order: `0x${"11".repeat(32)}` }), "404 unknown-order");
    assert.equal(await give({ deadline: BigInt(NOW - 1) }), "422 expired");
    const forged = await noteWith({}, stranger);
    assert.equal(await refusalOf(notes.give(forged, NOW)), "422 not-signed");
    assert.equal(await refusalOf(notesOf(book, [], unread).give(forged, NOW)), "503 chain-unseen");
    book.withdraw(orderHash);
    assert.equal(await give({}), "409 withdrawn");
    assert.deepEqual(
      book.written.map(({ kind }) => kind),
      ["order", "withdrawn"],
    );
  });

  it("AGT-42: is taken where the contract wallet that locked says so", async () => {
    const book = await bookWith();
    await notesOf(book, [], agreeing).give(await noteWith({}, stranger), NOW);
    assert.equal(await payee(book), PAYEE);
  });

  it("AGT-43: counts as the first that was written down, until its deadline, also after a restart", async () => {
    const book = await bookWith();
    const notes = notesOf(book);
    await notes.give(await noteWith({ deadline: BigInt(NOW + 10) }), NOW);
    await notes.give(await noteWith({ deadline: BigInt(NOW + 10) }), NOW);
    assert.equal(await refusalOf(notes.give(await noteWith({ recipient: OTHER }), NOW)), "409 other-note");
    const again = await bookWith(book.written);
    assert.deepEqual([again.written.length, await payee(again)], [0, PAYEE]);
    assert.equal(await payee(again, taking(), NOW + 11), "note-awaited");
    await notesOf(again).give(await noteWith({ recipient: OTHER }), NOW + 11);
    assert.equal(await payee(again, taking(), NOW + 11), OTHER);
    assert.deepEqual(
      book.written.map(({ kind }) => kind),
      ["order", "note"],
    );
  });

  it("AGT-43: is of no use to a lock that an agent whose journal was lost may have answered to another", async () => {
    const book = await bookWith();
    book.addNote(await noteWith());
    book.setRecovered({ 31337: 50, 31338: 0 });
    assert.equal(await payee(book), "older-than-journal");
    assert.equal(await payee(book, taking({}, false)), taker.address);
    assert.equal(await payee(book, { ...taking(), state: { status: "locked", block: 51, depth: 0 } }), PAYEE);
  });

  it("AGT-48: what was recovered from the logs counts as filled, by the order that its lock names", async () => {
    const book = await bookWith();
    const chains = [chainAt(31337), chainAt(31338)] as const;
    const answer = answerTo(taking({}, false), [orderHash, await signedOrder()], chains, book, []);
    assert.ok("swap" in answer);
    book.add({ ...answer.swap, order: undefined });
    assert.equal(filledOf(book, orderHash), 50n);
    assert.equal(await payee(book, taking({ amount: 51n }, false)), "beyond-what-is-left");
  });
});

describe("notes at relays", () => {
  let shown: readonly unknown[] = [];
  let next: string | undefined;
  let relay: Awaited<ReturnType<typeof relayWith>>;
  before(async () => {
    relay = await relayWith(({ url }) =>
      url.startsWith("/api/orders/takes") ? [200, { takes: shown, ...(next ? { next } : {}) }] : [404, {}],
    );
  });
  after(() => relay.close());

  async function look(notes: Notes): Promise<void> {
    await notes.look([{ order: await signedOrder(), lock: taking().lock }], NOW);
  }

  it("AGT-44: are read for a lock that waits, and count by their signature alone", async () => {
    const book = await bookWith();
    const forged: SignedTake = { ...(await noteWith({ recipient: OTHER })), signature: `0x${"11".repeat(65)}` };
    const others = [await noteWith({ amount: 49n, recipient: OTHER }), await noteWith({ deadline: BigInt(NOW - 1) })];
    shown = [{ tallystick: "swap-take/1" }, 7, ...others.map(encodeTake), encodeTake(forged)];
    const notes = notesOf(book, [relay.url, "http://127.0.0.1:1"]);
    await look(notes);
    assert.deepEqual([notes.news(), book.written.length], [0, 1]);
    shown = [
      ...shown,
      encodeTake(await noteWith()),
      encodeTake(await noteWith({ recipient: OTHER })),
      encodeTake(forged),
    ];
    const later = notesOf(book, ["http://127.0.0.1:1", relay.url]);
    await look(later);
    assert.equal(later.news(), 1);
    assert.deepEqual([await payee(book), book.written.length], [PAYEE, 2]);
  });

  it("AGT-44: are asked for in bounded steps, and not at all while nothing waits", async () => {
    const book = await bookWith();
    const notes = notesOf(book, [relay.url]);
    relay.asked.length = 0;
    await notes.look([], NOW);
    assert.equal(relay.asked.length, 0);
    shown = [];
    next = "1";
    await look(notes);
    await look(notes);
    assert.equal(relay.asked.length, 5);
    assert.ok(relay.asked.every(({ url }) => url.includes(`order=${orderHash}`)));
    next = undefined;
  });
});

describe("what a contract wallet is asked", () => {
  it("AGT-45: is asked of the chain alone, whatever address its refusal sends to (EIP-3668)", async (test) => {
    const server = await relayWith(() => [200, { data: "0x" }]);
    test.after(server.close);
    const abi = parseAbi([
      "error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData)",
    ]);
    const args = [PAYEE, [server.url], "0x12", "0x12345678", "0x"] as const;
    const data = encodeErrorResult({ abi, errorName: "OffchainLookup", args });
    const agree = () => Promise.reject(new EndpointError("refused", "execution reverted", data));
    const reader = readerOf({ ...chainAt(31337), agree });
    assert.equal(await isSignedBy(reader, PAYEE, orderHash, "0x1234"), false);
    assert.equal(server.asked.length, 0);
  });
});

describe("what endpoints agree on", () => {
  const said = (value: unknown): PromiseSettledResult<unknown> => ({ status: "fulfilled", value });
  const failed = (kind: EndpointError["kind"], data?: string): PromiseSettledResult<unknown> => ({
    status: "rejected",
    reason: new EndpointError(kind, "words", data),
  });

  it("AGT-45: is what so many say as must agree, refusals too, and nothing where they contradict each other", () => {
    assert.equal(agreedOf([said("0x1"), said("0x2"), said("0x1")], 2), "0x1");
    assert.equal(agreedOf([said("0x1")], 1), "0x1");
    const doubtful = [
      [said("0x1"), said("0x2")],
      [said("0x1"), failed("unreachable"), failed("limited")],
      [said("0x1"), failed("refused", "0xaa"), failed("refused", "0xbb")],
      [said("0x1"), said("0x1"), said("0x2"), said("0x2")],
      [],
    ];
    for (const each of doubtful) assert.throws(() => agreedOf(each, 2), { kind: "unreachable" });
    assert.throws(() => agreedOf([failed("refused"), said("0x1"), failed("refused")], 2), { kind: "refused" });
  });
});
