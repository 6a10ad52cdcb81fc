import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { takerLock } from "@tallystick/sdk/swaps/fills";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import { type Order, type SignedOrder, swapOrderHash } from "@tallystick/sdk/swaps/order";
import { timelockOfB } from "@tallystick/sdk/swaps/plan";
import type { FoundLock } from "@tallystick/sdk/swaps/swapState";
import type { Address } from "viem";
import type { Chain } from "../src/chain/chain.ts";
import type { LimitConfig } from "../src/config.ts";
import { createBook } from "../src/swaps/book.ts";
import { answerTo, orderNamed } from "../src/swaps/maker.ts";

const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const MAKER: Address = "0x00000000000000000000000000000000000000b1";
const RECEIVER: Address = "0x00000000000000000000000000000000000000b2";
const TAKER: Address = "0x00000000000000000000000000000000000000a1";
const NOW = 1_000_000;
const timing = { confirmations: 2, reorgDepth: 1, outage: 10, blockTime: 1 };
const ether = { kind: "native" } as const;

const order: Order = {
  ...{ maker: MAKER, recipient: RECEIVER, minimumFill: 10n, nonce: 0n, lockTime: 600n },
  ...{ deadline: BigInt(NOW + 1_000), taker: "0x0000000000000000000000000000000000000000" },
  gives: { chainId: 31338, hashLock: HASH_LOCK, asset: ether, amount: 200n, confirmations: 2 },
  wants: { chainId: 31337, hashLock: HASH_LOCK, asset: ether, amount: 100n, confirmations: 2 },
};
const signed: SignedOrder = { order, signature: `0x${"11".repeat(65)}` };

/** Of a chain, what the maker looks at. */
function chainAt(chainId: number): Chain {
  const head = { number: 50, hash: HASH_LOCK, time: NOW, baseFee: 1n } as const;
  return { chainId, hashLock: HASH_LOCK, timing, head: () => head } as unknown as Chain;
}
const chains = [chainAt(31337), chainAt(31338)] as const;

function bookWithOrder() {
  const book = createBook({ lines: [], append: () => {}, close: () => {} });
  book.addOrder(signed);
  return book;
}

function taking(change: Partial<Lock> = {}, counter = 0): FoundLock {
  const choice = {
    taker: TAKER,
    wants: 50n,
    hashlock: `0x${"ab".repeat(32)}`,
    timelock: BigInt(NOW + 700),
    counter,
  } as const;
  const lock = { ...takerLock(order, choice), ...change };
  return { id: lockId(31337, HASH_LOCK, lock), lock, state: { status: "locked", block: 50, depth: 1 } };
}

/** Why a lock is not answered; undefined: it is. */
function refusal(found: FoundLock, limits: readonly LimitConfig[] = [], book = bookWithOrder()): string | undefined {
  const named = orderNamed(book, chains[0], found.lock);
  if (named === undefined) return "unnamed";
  const answer = answerTo(found, named, chains, book, limits);
  return "refused" in answer ? answer.refused : undefined;
}

describe("a maker", () => {
  it("AGT-38: answers a lock that fills its order, on terms that follow from both", () => {
    const book = bookWithOrder();
    const found = taking();
    const answer = answerTo(found, [swapOrderHash(order), signed], chains, book, []);
    assert.ok("swap" in answer);
    const { swap, order: hash, counter } = answer.swap;
    assert.deepEqual([swap.id, swap.role, hash, counter], [found.id, "responder", swapOrderHash(order), undefined]);
    assert.deepEqual(swap.b.terms, {
      asset: ether,
      amount: 100n,
      hashlock: found.lock.hashlock,
      recipient: TAKER,
      refundee: MAKER,
      timelock: BigInt(timelockOfB(NOW + 700, { a: timing, b: timing })),
      tip: 0n,
      salt: found.lock.salt,
    });
  });

  const cases: readonly (readonly [what: string, change: Partial<Lock>, fault: string | undefined])[] = [
    ["of another order", { salt: 1n }, "unnamed"],
    ["of another asset", { asset: { kind: "erc20", token: HASH_LOCK } }, "other-asset"],
    ["below the minimum", { amount: 9n }, "below-minimum"],
    ["beyond what is left", { amount: 101n }, "beyond-what-is-left"],
    ["whose tip eats it up", { tip: 45n }, "below-minimum"],
    ["for longer than a day more", { timelock: BigInt(NOW + 600 + 86_401) }, "lock-too-long"],
    ["for a day more", { timelock: BigInt(NOW + 600 + 86_400) }, undefined],
    ["that ends before the margin", { timelock: BigInt(NOW + 20) }, "lock-too-short"],
  ];
  for (const [what, change, fault] of cases) {
    it(`AGT-38: ${fault === undefined ? "answers" : "does not answer"} a lock ${what}`, () =>
      assert.equal(refusal(taking(change)), fault));
  }

  it("AGT-38: does not answer after its deadline, nor an order that it took back", () => {
    const late = { ...order, deadline: BigInt(NOW) };
    const book = bookWithOrder();
    const answer = answerTo(taking(), [swapOrderHash(order), { ...signed, order: late }], chains, book, []);
    assert.ok("refused" in answer);
    book.withdraw(swapOrderHash(order));
    assert.equal(refusal(taking(), [], book), "unnamed");
  });

  it("AGT-38: keeps each of its limits", () => {
    const most = { chainId: 31338, asset: ether, open: 150n, perCounterparty: 150n, perDay: 150n };
    const after = (limit: Partial<LimitConfig>): string | undefined => {
      const book = bookWithOrder();
      const first = answerTo(taking(), [swapOrderHash(order), signed], chains, book, []);
      assert.ok("swap" in first);
      book.add(first.swap);
      const room = { ...most, open: 1_000n, perCounterparty: 1_000n, perDay: 1_000n };
      return refusal(taking({}, 1), [{ ...room, ...limit }], book);
    };
    assert.equal(after({}), undefined);
    assert.equal(after({ open: 199n }), "limit-open");
    assert.equal(after({ perCounterparty: 199n }), "limit-counterparty");
    assert.equal(after({ perDay: 199n }), "limit-day");
    assert.equal(after({ open: 200n, perCounterparty: 200n, perDay: 200n }), undefined);
  });
});
