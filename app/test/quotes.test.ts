import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { zeroAddress } from "viem";
import {
  type BidFault,
  type BidTerms,
  type Claim,
  compare,
  type Order,
  partOfClaim,
  proceedsOf,
  sorted,
  unitsWithin,
  whole,
} from "../features/receivables/quotes/comparison.ts";
import { priceLine } from "../features/receivables/quotes/price-line.ts";

const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const [supplier, debtor, token, financier] = [account("1"), account("2"), account("3"), account("4")];
const day = 86_400;
/** Noon of a day in UTC. */
const now = 20_700 * day + day / 2;
const sixtyDays = 20_760 * day + day - 1;

const claim: Claim = {
  lot: 5n,
  holder: supplier,
  debtor,
  token,
  units: 1_000_000,
  open: 10_000_000_000n,
  collectable: 0n,
  dueAt: sixtyDays,
  streams: 0b0011,
  isSaleable: true,
};

const bid = (change: Partial<BidTerms> = {}): BidTerms => ({
  buyer: financier,
  token,
  debtor,
  seller: zeroAddress,
  lot: 0n,
  limit: 50_000_000_000n,
  maxDays: 90,
  rateBps: 600,
  feeBps: 0,
  isWithRecourse: false,
  evidence: 0,
  advanceBps: whole,
  deadline: now + day,
  ...change,
});

describe("what a seller gets", () => {
  it("APP-171 for a sale: bank discount by calendar days, actual/360, less the fee, what was paid goes at par", () => {
    // 10,000 at 6 % for 60 of 360 days: 100 discount; 0.25 % of 9,900: 24.75 fee.
    const proceeds = proceedsOf(bid({ feeBps: 25 }), { ...claim, collectable: 7_000_000n }, now);
    assert.deepEqual(proceeds, {
      worth: 10_007_000_000n,
      atOnce: 9_875_250_000n + 7_000_000n,
      later: 0n,
      discount: 100_000_000n,
      fee: 24_750_000n,
      days: 60,
      // 124.75 / 9,875.25 for 60 of 360 days: 7.5796 % a year.
      simpleBps: 758n,
      // (10,000 / 9,875.25)^(365 / 60) - 1: 7.9358 %.
      effectiveBps: 794n,
    });
  });
  it("APP-171 for an advance: a part at once, the rest less interest and fee when the debtor has paid", () => {
    // 80 % of 10,000 at 6 % for 60 days: 80 interest; 0.5 % of 10,000: 50 fee.
    const proceeds = proceedsOf(bid({ advanceBps: 8_000, feeBps: 50 }), claim, now);
    assert.deepEqual(proceeds, {
      worth: 10_000_000_000n,
      atOnce: 8_000_000_000n,
      later: 1_870_000_000n,
      discount: 80_000_000n,
      fee: 50_000_000n,
      days: 60,
      // 130 / 8,000 for 60 of 360 days.
      simpleBps: 975n,
      effectiveBps: 1_031n,
    });
  });
  it("APP-171 for an advance whose costs are more than the reserve: nothing later, never less", () => {
    const proceeds = proceedsOf(bid({ advanceBps: 9_990, feeBps: 100 }), claim, now);
    assert.equal(proceeds?.later, 0n);
  });
  it("APP-171 on the due date has a price and no yearly cost, and none where the discount is the whole", () => {
    const today = proceedsOf(bid({ feeBps: 25 }), { ...claim, dueAt: now + 60 }, now);
    assert.deepEqual(
      [today?.atOnce, today?.days, today?.simpleBps, today?.effectiveBps],
      [9_975_000_000n, 0, undefined, undefined],
    );
    assert.equal(proceedsOf(bid({ rateBps: 60_000 }), claim, now), undefined);
    assert.equal(proceedsOf(bid(), { ...claim, dueAt: now - 1 }, now), undefined, "overdue");
  });
});

describe("offers beside a claim", () => {
  const faultOf = (change: Partial<BidTerms>, of: Partial<Claim> = {}, filled = 0n) =>
    compare([{ bid: bid(change), filled }], { ...claim, ...of }, now)[0]?.fault;

  it("APP-171 fit, or say which of the bid's conditions is not met", () => {
    const cases: readonly (readonly [BidFault | undefined, Partial<BidTerms>, Partial<Claim>?])[] = [
      [undefined, {}],
      [undefined, { debtor: zeroAddress, seller: supplier, lot: 5n, evidence: 0b0011, maxDays: 60 }],
      ["own", { buyer: supplier }],
      ["notSaleable", {}, { isSaleable: false }],
      ["notSaleable", {}, { isSaleable: false, dueAt: now - 9 * day }],
      ["token", { token: account("9") }],
      ["debtor", { debtor: account("9") }],
      ["seller", { seller: account("9") }],
      ["lot", { lot: 6n }],
      ["evidence", { evidence: 0b0111 }],
      ["tooLong", { maxDays: 59 }],
      ["expired", { deadline: now - 1 }],
      ["pricing", { rateBps: 60_000 }],
      ["pricing", { advanceBps: 0 }],
    ];
    for (const [fault, change, of] of cases) {
      assert.equal(
        faultOf(change, of),
        fault,
        JSON.stringify(change, (_, v) => (typeof v === "bigint" ? `${v}` : v)),
      );
    }
  });
  it("APP-171 take what is left of their limit, to the last base unit, and a part where it is less", () => {
    assert.equal(faultOf({ limit: 10_000_000_000n }), undefined);
    assert.equal(faultOf({ limit: 10_000_000_001n }, {}, 1n), undefined);
    assert.equal(faultOf({ limit: 10_000_000_001n }, {}, 2n), "limit");
    assert.equal(faultOf({ limit: 5n }, {}, 9n), "limit", "more is filled than there was");
    const units = unitsWithin(claim, 3_333_333_333n);
    assert.equal(units, 333_333);
    const part = partOfClaim(claim, units);
    assert.ok(part !== undefined && part.open <= 3_333_333_333n);
    assert.equal(unitsWithin(claim, 10_000_000_000n), 1_000_000);
    assert.equal(unitsWithin({ ...claim, open: 0n }, 0n), 1_000_000);
    for (const none of [0, -1, 1.5, 1_000_001, Number.NaN]) assert.equal(partOfClaim(claim, none), undefined);
  });
  it("APP-171 stand best first, by any of their sides, and what can't be taken last", () => {
    const dear = bid({ rateBps: 900 });
    const cheap = bid({ rateBps: 300, deadline: now + 9 });
    const advance = bid({ rateBps: 300, advanceBps: 8_000, limit: 90_000_000_000n });
    const wrong = bid({ rateBps: 1, debtor: account("9") });
    const small = bid({ rateBps: 2, limit: 9n });
    const rows = compare(
      [dear, wrong, small, advance, cheap].map((each) => ({ bid: each, filled: 0n })),
      claim,
      now,
    );
    const names = new Map<BidTerms, string>([
      [dear, "dear"],
      [cheap, "cheap"],
      [advance, "advance"],
      [wrong, "wrong"],
      [small, "small"],
    ]);
    const order = (by: Order) => sorted(rows, by).map(({ bid: each }) => names.get(each));
    // An advance is paid back with what it costs: a simple rate of the price is a little above one of the face.
    assert.deepEqual(order("cost"), ["advance", "cheap", "dear", "small", "wrong"]);
    assert.deepEqual(order("proceeds"), ["cheap", "dear", "advance", "small", "wrong"]);
    assert.deepEqual(order("limit"), ["advance", "cheap", "dear", "small", "wrong"]);
    assert.deepEqual(order("deadline"), ["advance", "dear", "cheap", "small", "wrong"]);
  });
});

describe("a price that slides", () => {
  const terms = { face: 10_000_000_000n, dueAt: sixtyDays, at: now, rateBps: 600, feeBps: 0 };
  it("APP-175 rises day by day to the face on the due date", () => {
    const line = priceLine(terms);
    assert.ok(line);
    assert.equal(line.lowest, 9_900_000_000n);
    assert.equal(line.places.length, 61 * 2);
    assert.deepEqual(line.places[0], { x: 0, y: 0 });
    assert.deepEqual(line.places.at(-1), { x: 1, y: 1 });
    for (const [i, { x, y }] of line.places.entries()) {
      const before = line.places[i - 1];
      if (before) assert.ok(x >= before.x && y >= before.y);
    }
  });
  it("APP-175 is told in a table that has the first and the last day and is not too long", () => {
    for (const days of [0, 1, 30, 31, 32, 60, 365, 3_000]) {
      const rows = priceLine({ ...terms, rateBps: 10, dueAt: now + days * day })?.rows ?? [];
      assert.ok(rows.length >= 1 && rows.length <= 33, `${days} days: ${rows.length} rows`);
      assert.equal(rows[0]?.from, BigInt(now));
      assert.equal(rows.at(-1)?.net, terms.face, `${days} days`);
    }
  });
  it("APP-175 is flat without a rate, and there is none of what was due before", () => {
    assert.ok(priceLine({ ...terms, rateBps: 0 })?.places.every(({ y }) => y === 1));
    assert.equal(priceLine({ ...terms, dueAt: now - 1 }), undefined);
    assert.equal(priceLine({ ...terms, face: 0n }), undefined);
    assert.equal(priceLine({ ...terms, rateBps: 60_000 }), undefined);
  });
});
