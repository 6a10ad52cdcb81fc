import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { zeroAddress, zeroHash } from "viem";
import { draftFaults, emptyDraft as draftWithoutToken, offerOfDraft } from "../features/market/offer-draft.ts";
import { orderOf } from "../lib/server/order.ts";
import { halfPath, notchesOf, stick } from "../lib/tally.ts";

const token = `0x${"ee".repeat(20)}` as const;
const emptyDraft = { ...draftWithoutToken, decimals: 6 };

describe("offer drafts", () => {
  it("APP-33 makes exact terms of what was typed", () => {
    const offer = offerOfDraft(
      { ...emptyDraft, token, price: "12,50", days: "30", refundDays: "2", maxSales: "5", files: [0, 2] },
      3,
      undefined,
    );
    assert.deepEqual(offer, {
      token,
      price: 12_500_000n,
      duration: 2_592_000,
      refundWindow: 172_800,
      laterVersions: true,
      maxSales: 5,
      purpose: 0,
      segments: 0b101,
      policy: zeroAddress,
      policyData: zeroHash,
    });
  });
  it("APP-15 makes a free offer without token and refund, and all 32 files of one", () => {
    const offer = offerOfDraft({ ...emptyDraft, token, free: true, forever: true }, 32, undefined);
    assert.equal(offer.price, 0n);
    assert.equal(offer.token, zeroAddress);
    assert.equal(offer.duration, 0);
    assert.equal(offer.refundWindow, 0);
    assert.equal(offer.segments, 0xffffffff);
  });
  it("APP-33 reads a price with the token's own decimal places, and none before they are known", () => {
    const draft = { ...emptyDraft, token, price: "1.5" };
    assert.equal(offerOfDraft({ ...draft, decimals: 18 }, 1, undefined).price, 1_500_000_000_000_000_000n);
    assert.deepEqual(draftFaults({ ...draft, decimals: 0 }), ["price"]);
    assert.deepEqual(draftFaults({ ...draft, decimals: undefined }), ["price"]);
    assert.throws(() => offerOfDraft({ ...draft, decimals: undefined }, 1, undefined), RangeError);
  });
  it("APP-33 names what is wrong", () => {
    assert.deepEqual(draftFaults({ ...emptyDraft, price: "0" }), ["price"]);
    assert.deepEqual(draftFaults({ ...emptyDraft, price: "1.0000001" }), ["price"]);
    assert.deepEqual(draftFaults({ ...emptyDraft, days: "0", refundDays: "x", maxSales: "-1", files: [] }), [
      "days",
      "refundDays",
      "maxSales",
      "files",
    ]);
    assert.deepEqual(draftFaults({ ...emptyDraft, free: true, price: "x", forever: true, days: "" }), []);
  });
});

describe("orderOf", () => {
  const terms = {
    dataset: "1",
    seller: token,
    token,
    price: "3000000",
    duration: 60,
    segments: 1,
    fromVersion: 1,
    laterVersions: true,
    maxSales: 0,
    refundWindow: 0,
    purpose: 0,
    nonce: 0,
    licence: zeroHash,
    policy: zeroAddress,
    policyData: zeroHash,
  };
  const order = {
    terms,
    reader: token,
    payer: token,
    evidence: "0x",
    validAfter: "0",
    validBefore: "99",
    sequence: "0",
    signature: "0x1234",
  };

  it("APP-18 reads an order, and nothing that is not part of one", () => {
    const read = orderOf({ ...order, extra: 1, terms: { ...terms, extra: 2 } });
    assert.deepEqual(read, {
      ...order,
      terms: { ...terms, dataset: 1n, price: 3_000_000n },
      validAfter: 0n,
      validBefore: 99n,
      sequence: 0n,
    });
  });
  it("APP-18 refuses a field that is missing, of another type, or too large", () => {
    const bad = [
      undefined,
      "order",
      { ...order, terms: undefined },
      { ...order, payer: "0x12" },
      { ...order, signature: "1234" },
      { ...order, signature: `0x${"00".repeat(5_000)}` },
      { ...order, evidence: "0x123" },
      { ...order, sequence: (2n ** 64n).toString() },
      { ...order, terms: { ...terms, price: (2n ** 96n).toString() } },
      { ...order, terms: { ...terms, price: 3 } },
      { ...order, terms: { ...terms, segments: -1 } },
      { ...order, terms: { ...terms, duration: 1.5 } },
      { ...order, terms: { ...terms, licence: "0x00" } },
    ];
    for (const each of bad) assert.equal(orderOf(each), undefined, JSON.stringify(each));
  });
});

describe("tally", () => {
  it("APP-15 cuts the same id in the same way, inside the stick, and other ids in other ways", () => {
    for (const id of [0n, 1n, 2n ** 255n, 0x7a11d571c4n]) {
      const notches = notchesOf(id);
      assert.deepEqual(notchesOf(id), notches);
      assert.ok(notches.length > 3 && notches.length <= 41);
      for (const { x, width } of notches) assert.ok(x >= stick.stub && x + width <= stick.length);
    }
    assert.notEqual(halfPath(notchesOf(1n), "stock"), halfPath(notchesOf(2n), "stock"));
  });
});
