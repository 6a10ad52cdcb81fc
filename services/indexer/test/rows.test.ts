import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Purchase, receiptOf, unpackRight } from "@tallystick/sdk/market/right";
import { nextHead } from "@tallystick/sdk/market/versions";
import { zeroHash } from "viem";
import { purchaseBetween, receiptKey } from "../src/market/purchase.ts";
import { bookCredit, newDataset, newPurchase, newVersion, noCredit } from "../src/market/rows.ts";

const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const hash = (digit: string) => `0x${digit.repeat(64)}` as const;
const origin = { chainId: 31337, at: 1_000n, transaction: hash("a"), logIndex: 3 };

const SEGMENTS = 40n;
const VERSION = 72n;
const FLAGS = 88n;
const RECEIPT = 96n;

/** A word as contracts/market/Rights.sol packs it. */
const pack = (until: bigint, scope: bigint, receipt = 0n): bigint => until | scope | (receipt << RECEIPT);
const scope = (1n << SEGMENTS) | (1n << VERSION) | (1n << FLAGS);

const sale = { offer: hash("b"), payer: account("c"), paid: 70n, boughtAt: 1_000 };
const wordAfter = (purchase: Purchase, until: bigint) => pack(until, scope, receiptOf(purchase));

describe("purchaseBetween", () => {
  it("IDX-04 lets the time begin with a first purchase", () => {
    const expected = { ...sale, previous: 0n, from: 1_000 };
    const found = purchaseBetween(0n, wordAfter(expected, 1_600n), sale);
    assert.deepEqual(found, { ...expected, verified: true });
  });

  it("IDX-04 lets the time of a renewal begin where the right ended", () => {
    const previous = pack(1_400n, scope, 5n);
    const expected = { ...sale, previous, from: 1_400 };
    assert.deepEqual(purchaseBetween(previous, wordAfter(expected, 2_000n), sale), { ...expected, verified: true });
  });

  it("IDX-04 lets the time begin with the purchase when the right was over or of another scope", () => {
    for (const previous of [pack(1_000n, scope, 5n), pack(1_400n, 2n << SEGMENTS, 5n)]) {
      const expected = { ...sale, previous, from: 1_000 };
      assert.deepEqual(purchaseBetween(previous, wordAfter(expected, 2_000n), sale), { ...expected, verified: true });
    }
  });

  it("IDX-21 says so when the fields do not hash to the receipt", () => {
    const word = wordAfter({ ...sale, previous: 77n, from: 1_000 }, 1_600n);
    assert.equal(purchaseBetween(0n, word, sale).verified, false);
  });
});

describe("newPurchase", () => {
  it("IDX-04 keys the entry by the receipt in the right after it", () => {
    const reader = { chainId: 31337, dataset: hash("d"), reader: account("e") };
    const word = wordAfter({ ...sale, previous: 0n, from: 1_000 }, 1_600n);
    const acquired = {
      kind: "bought",
      offer: sale.offer,
      payer: sale.payer,
      paid: sale.paid,
      fromBalance: true,
    } as const;
    const row = newPurchase(origin, reader, 0n, { ...acquired, word });
    assert.deepEqual(row, {
      ...reader,
      ...acquired,
      boughtAt: 1_000n,
      previous: 0n,
      from: 1_000n,
      receipt: receiptKey(unpackRight(word).receipt),
      word,
      verified: true,
      givenBack: false,
      transaction: origin.transaction,
    });
  });
});

describe("newVersion", () => {
  const anchor = { manifest: hash("1"), root: hash("2"), size: 9n, keyCommitment: hash("3") };
  const before = newDataset(origin, { id: hash("d"), publisher: account("e"), salt: zeroHash });

  it("IDX-01 verifies the rolling hash, and names the owner as publisher", () => {
    const head = nextHead(0n, 1, anchor);
    const rows = newVersion(origin, { ...before, owner: account("f") }, { version: 1, anchor, head });
    assert.equal(rows.version.headVerified, true);
    assert.equal(rows.version.publisher, account("f"));
    assert.deepEqual(rows.dataset, { latest: 1, head, updatedAt: 1_000n });
    assert.deepEqual(
      [rows.manifest.hash, rows.manifest.status, rows.manifest.title],
      [anchor.manifest, "pending", null],
    );
  });

  it("IDX-21 says so when a version before is missing, or the hash is another", () => {
    const skipped = newVersion(origin, before, { version: 2, anchor, head: nextHead(0n, 2, anchor) });
    const wrong = newVersion(origin, before, { version: 1, anchor, head: 5n });
    assert.deepEqual([skipped.version.headVerified, wrong.version.headVerified], [false, false]);
  });
});

describe("bookCredit", () => {
  it("IDX-05 keeps the balance to the last unit", () => {
    const none = noCredit(31337, account("a"), account("b"));
    const refunded = bookCredit(bookCredit(none, { refunds: 2n ** 96n }), { fees: 1n });
    assert.deepEqual(bookCredit(refunded, { withdrawn: 2n ** 96n }), {
      ...none,
      refunds: 2n ** 96n,
      fees: 1n,
      withdrawn: 2n ** 96n,
      balance: 1n,
    });
  });
});
