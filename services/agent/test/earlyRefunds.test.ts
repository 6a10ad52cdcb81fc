import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import type { FoundLock, LockState, Swap } from "@tallystick/sdk/swaps/swapState";
import type { Address } from "viem";
import type { Chain } from "../src/chain/chain.ts";
import type { Journal } from "../src/journal/journal.ts";
import { createLog } from "../src/log.ts";
import { createBook } from "../src/swaps/book.ts";
import { createEarlyRefunds } from "../src/swaps/earlyRefunds.ts";
import { createReleaseBook } from "../src/swaps/releaseBook.ts";

const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const OWN: Address = "0x00000000000000000000000000000000000000a1";
const TIMING = { confirmations: 2, reorgDepth: 1, outage: 10, blockTime: 1 };
const terms: Lock = {
  ...{ asset: { kind: "native" }, amount: 50n, hashlock: `0x${"ab".repeat(32)}`, recipient: HASH_LOCK, refundee: OWN },
  ...{ timelock: 1_200n, tip: 0n, salt: 7n },
};
const ID = lockId(31337, HASH_LOCK, terms);
const open: LockState = { status: "locked", block: 1_050, depth: 9 };

/** Whether an initiator who was given his lock free refunds it early. */
function isDue(change: {
  swap?: Partial<Swap>;
  a?: LockState;
  b?: LockState;
  now?: number;
  isUnseen?: boolean;
}): boolean {
  const journal: Journal = { lines: [], append: () => {}, close: () => {} };
  const book = createBook(journal);
  const given = createReleaseBook(journal);
  const { now = 1_100, a = open, b, isUnseen = false } = change;
  const chainAt = (chainId: number, locks: readonly FoundLock[], isSeen: boolean) => {
    const head = isSeen ? { number: now, time: now } : undefined;
    return { chainId, hashLock: HASH_LOCK, timing: TIMING, head: () => head, view: () => ({ head, locks }) };
  };
  const answer: readonly FoundLock[] = b === undefined ? [] : [{ id: `0x${"cd".repeat(32)}`, lock: terms, state: b }];
  const chains = [
    chainAt(31337, [{ id: ID, lock: terms, state: a }], true),
    chainAt(31338, answer, !isUnseen),
  ] as unknown as readonly Chain[];
  const leg = (chainId: number) => ({ chainId, hashLock: HASH_LOCK, timing: TIMING, terms });
  const bare = { id: ID, role: "initiator", a: leg(31337), b: leg(31338), startBy: 0 } as const;
  const swap: Swap = { ...bare, isRevealed: false, hasLocked: true, ...change.swap };
  const entry = book.add({ swap, order: undefined, counter: 0, from: {} });
  given.addConsent(ID, { block: 1_050, deadline: 1_200n, signature: "0x12" });
  const early = createEarlyRefunds({
    ...{ relays: [], book, given, account: OWN, everyMs: 1, log: createLog(() => {}) },
    chainOf: (chainId) => chains.find((chain) => chain.chainId === chainId),
  });
  return early.effectFor(entry) !== undefined;
}

describe("an early refund by a release", () => {
  it("AGT-84: is due while the own lock is open in the block that was released, and nobody answered", () => {
    assert.equal(isDue({}), true);
    assert.equal(isDue({ b: { status: "refunded", depth: 3 } }), true, "the answer is back already");
    assert.equal(isDue({ a: { ...open, block: 1_051 } }), false, "mined anew elsewhere");
    assert.equal(isDue({ a: { status: "refunded", depth: 1 } }), false);
    assert.equal(isDue({ now: 1_200 }), false, "from then on anybody may refund it");
  });

  it("AGT-84: is not due once the secret may be out, nor beside an answer", () => {
    assert.equal(isDue({ swap: { isRevealed: true } }), false);
    assert.equal(isDue({ swap: { preimage: `0x${"11".repeat(32)}` } }), false);
    assert.equal(isDue({ b: open }), false);
    assert.equal(isDue({ b: { status: "unsure" } }), false);
    assert.equal(isDue({ b: { status: "claimed", preimage: `0x${"11".repeat(32)}`, depth: 1 } }), false);
    assert.equal(isDue({ isUnseen: true }), false);
    assert.equal(isDue({ swap: { role: "responder" } }), false);
  });
});
