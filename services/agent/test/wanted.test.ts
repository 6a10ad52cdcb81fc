import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { takerLock } from "@tallystick/sdk/swaps/fills";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import type { LockEvent } from "@tallystick/sdk/swaps/lockEvents";
import type { Order } from "@tallystick/sdk/swaps/order";
import { type Address, numberToHex, zeroAddress } from "viem";
import { createLockIndex } from "../src/chain/lockIndex.ts";
import { createBook } from "../src/swaps/book.ts";
import { isMeant } from "../src/swaps/wanted.ts";

const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const MAKER: Address = "0x00000000000000000000000000000000000000b1";
const TAKER: Address = "0x00000000000000000000000000000000000000a1";
const NOW = 1_000_000;
const ether = { kind: "native" } as const;
const order: Order = {
  ...{ maker: MAKER, recipient: MAKER, minimumFill: 40n, nonce: 0n, lockTime: 600n, taker: zeroAddress },
  deadline: BigInt(NOW + 1_000),
  gives: { chainId: 31338, hashLock: HASH_LOCK, asset: ether, amount: 200n, confirmations: 2 },
  wants: { chainId: 31337, hashLock: HASH_LOCK, asset: ether, amount: 100n, confirmations: 2 },
};
const book = createBook({ lines: [], append: () => {}, close: () => {} });
book.addOrder({ order, signature: `0x${"11".repeat(65)}` });

const lockOf = (change: Partial<Lock> = {}, wants = 50n): Lock => ({
  ...takerLock(order, { taker: TAKER, wants, hashlock: `0x${"ab".repeat(32)}`, timelock: BigInt(NOW + 700) }),
  ...change,
});

describe("locks that strangers make for a maker", () => {
  const cases: readonly (readonly [what: string, lock: Lock, isWanted: boolean, now?: number])[] = [
    ["that fills an order", lockOf(), true],
    ["of the least that may be brought", lockOf({}, 40n), true],
    ["of one base unit less", lockOf({}, 39n), false],
    ["whose tip leaves too little", lockOf({ tip: 11n }), false],
    ["of one base unit, for a year", lockOf({ amount: 1n, timelock: BigInt(NOW + 365 * 86_400) }), false],
    ["that names no order", lockOf({ salt: 1n }), false],
    ["whose time is up", lockOf(), false, NOW + 700],
    [
      "that comes when the order has run out: it may be given free",
      lockOf({ timelock: BigInt(NOW + 9_000) }),
      true,
      NOW + 1_001,
    ],
  ];
  for (const [what, lock, isWanted, now = NOW] of cases) {
    it(`AGT-39: are ${isWanted ? "" : "not "}kept in mind: one ${what}`, () => {
      assert.equal(isMeant(book, 31337, lock, now), isWanted);
    });
  }

  it("AGT-39: are not kept in mind on the chain of what is given", () => {
    assert.equal(isMeant(book, 31338, lockOf(), NOW), false);
  });

  it("AGT-39: are forgotten when they matter no more, be they open for ever", () => {
    let now = NOW;
    const index = createLockIndex((lock) => isMeant(book, 31337, lock, now), { reorg: 5, patience: 5 });
    const made = (salt: bigint): LockEvent => {
      const lock = lockOf({ salt: lockOf().salt + salt });
      const id = lockId(31337, HASH_LOCK, lock);
      return { kind: "locked", id, lock, block: 5, index: Number(salt), transaction: numberToHex(salt, { size: 32 }) };
    };
    index.replace({ from: 5, to: 5, head: 5, events: [made(0n), made(1n)] });
    index.prune(100, () => false);
    assert.equal(index.size(), 2);
    now = NOW + 701;
    index.prune(100, () => false);
    assert.equal(index.size(), 0);
  });
});
