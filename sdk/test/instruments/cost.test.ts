import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  discountRate,
  effectiveCost,
  MAX_COST_BPS,
  type PriceOffer,
  simpleCost,
  toBps,
} from "../../src/instruments/cost.ts";
import { daysBetween } from "../../src/instruments/dayCount.ts";
import { bankDiscount, trueDiscount } from "../../src/instruments/discount.ts";
import { compare, dayCount, face, over, ratio, refusal, times, utc } from "../support/instruments.ts";

const DAY = 86_400n;
const at = utc("2026-03-02");
const offer = (whole: bigint, price: bigint, days: bigint): PriceOffer => ({
  face: whole,
  price,
  at,
  dueAt: at + days * DAY,
});
/** Down and up, in basis points. */
const both = (of: (rounding: "down" | "up") => bigint): bigint[] => [of("down"), of("up")];

describe("the cost of an offered price", () => {
  it("SDK-244 as simple interest is what textbooks have", () => {
    const simple = (each: PriceOffer, count: "actual/360" | "actual/365") =>
      both((way) => toBps(simpleCost(each, count), way));
    // 2/10 net 30: 36.73 % by 360 days, 37.24 % by 365; paid after 45 days 21.28 %.
    assert.deepEqual(simple(offer(100n, 98n, 20n), "actual/360"), [3_673n, 3_674n]);
    assert.deepEqual(simple(offer(100n, 98n, 20n), "actual/365"), [3_724n, 3_725n]);
    assert.deepEqual(simple(offer(100n, 98n, 35n), "actual/365"), [2_128n, 2_129n]);
    // A bill of 100 days at a discount of 8.75 % yields 8.97 % by 360: 360 * 0.0875 / (360 - 100 * 0.0875).
    assert.deepEqual(simple(offer(10_000_000n, 9_756_944n, 100n), "actual/360"), [896n, 897n]);
    // By hand: a note of 1,000 for 60 days that brings 990 costs 10 / 990 * 6.
    assert.equal(compare(simpleCost(offer(1_000n, 990n, 60n), "actual/360"), ratio(60n, 990n)), 0n);
  });

  it("SDK-244 as a discount rate is what textbooks have", () => {
    // A bill of 1,000,000 with 45 days left at 987,000: 10.40 %.
    assert.deepEqual(
      both((way) => toBps(discountRate(offer(1_000_000n, 987_000n, 45n), "actual/360"), way)),
      [1_040n, 1_040n],
    );
    // One of 100,000 with 100 days left at 97,569: 8.75 %, by hand 8.7516.
    assert.deepEqual(
      both((way) => toBps(discountRate(offer(100_000n, 97_569n, 100n), "actual/360"), way)),
      [875n, 876n],
    );
  });

  it("SDK-244 with interest on interest is what textbooks have", () => {
    const effective = (each: PriceOffer) => both((way) => effectiveCost(each, way));
    // 2 % off, and 10, 20 or 35 days of credit: 109.05 %, 44.59 %, 23.45 % to the nearest (preparation for the CFA).
    assert.deepEqual(effective(offer(100n, 98n, 10n)), [10_904n, 10_905n]);
    assert.deepEqual(effective(offer(100n, 98n, 20n)), [4_458n, 4_459n]);
    assert.deepEqual(effective(offer(100n, 98n, 35n)), [2_345n, 2_346n]);
    // 2 % off 25 days: 34.3 %.
    assert.deepEqual(effective(offer(100n, 98n, 25n)), [3_430n, 3_431n]);
    // By hand: 10 % in a year, in two years, in a fifth (1.1^5 = 1.61051), in half of two fifths; nothing.
    assert.deepEqual(effective(offer(110n, 100n, 365n)), [1_000n, 1_000n]);
    assert.deepEqual(effective(offer(121n, 100n, 730n)), [1_000n, 1_000n]);
    assert.deepEqual(effective(offer(110n, 100n, 73n)), [6_105n, 6_106n]);
    assert.deepEqual(effective(offer(121n, 100n, 146n)), [6_105n, 6_106n]);
    assert.deepEqual(effective(offer(100n, 100n, 1n)), [0n, 0n]);
  });

  it("SDK-244 is told up to its bound, and refused beyond", () => {
    // In a year: a price of one against a face of 10^8 + 1, which is the bound exactly.
    assert.equal(effectiveCost(offer(MAX_COST_BPS / 10_000n + 1n, 1n, 365n), "up"), MAX_COST_BPS);
    assert.deepEqual(
      refusal(() => effectiveCost(offer(MAX_COST_BPS / 10_000n + 2n, 1n, 365n), "down")),
      { field: "price", reason: "the cost is above 1000000000000 basis points a year" },
    );
    assert.equal(refusal(() => effectiveCost(offer(2n ** 94n, 1n, 1n), "down")).field, "price");
  });

  it("SDK-244 is told for a hundred years within a moment", () => {
    const began = performance.now();
    assert.deepEqual(
      both((way) => effectiveCost(offer(2n ** 94n, 2n ** 93n, 36_524n), way)),
      [69n, 70n],
    );
    assert.ok(performance.now() - began < 5_000, "it took too long");
    assert.equal(refusal(() => effectiveCost(offer(2n, 1n, 36_526n), "up")).field, "days");
  });
});

const days = fc.bigInt({ min: 1n, max: 1_000n });
/** A face, and a price of it that is not ridiculous: from a half to the whole. */
const priced = face.chain((whole) =>
  fc.record({ whole: fc.constant(whole), price: fc.bigInt({ min: (whole + 1n) / 2n, max: whole }) }),
);

describe("the cost of random offers", () => {
  it("SDK-244 is the exact formula's", () => {
    fc.assert(
      fc.property(priced, days, dayCount, ({ whole, price }, left, count) => {
        const one = { ...offer(whole, price, left), at: at + 40_000n };
        const year = { numerator: daysBetween(one.at, one.dueAt), denominator: 365n };
        const gain = ratio(whole - price);
        if (year.numerator === 0n) return;
        const bySimple = simpleCost(one, "actual/365");
        assert.equal(compare(bySimple, over(over(gain, ratio(price)), year)), 0n);
        assert.equal(compare(discountRate(one, "actual/365"), over(over(gain, ratio(whole)), year)), 0n);
        // What is added to the price by that cost is the face again.
        assert.equal(compare(times(ratio(price), times(bySimple, year)), gain), 0n);
        assert.ok(compare(discountRate(one, count), simpleCost(one, count)) <= 0n);
      }),
    );
  });

  it("SDK-244 undoes the price: the rate lies between the costs of the prices around it", () => {
    const rate = fc.bigInt({ min: 1n, max: 3_000n });
    fc.assert(
      fc.property(fc.bigInt({ min: 1_000n, max: 2n ** 94n }), days, rate, dayCount, (whole, left, rateBps, count) => {
        const dueAt = at + (left + 3n) * DAY;
        const terms = { face: whole, at, dueAt, rateBps, dayCount: count };
        const asked = ratio(rateBps, 10_000n);
        for (const [priceOf, rateOf] of [
          [bankDiscount, discountRate],
          [trueDiscount, simpleCost],
        ] as const) {
          const [low, high] = [priceOf({ ...terms, rounding: "down" }), priceOf({ ...terms, rounding: "up" })];
          if (low.price === 0n) return;
          assert.ok(compare(rateOf({ face: whole, price: low.price, at, dueAt }, count), asked) >= 0n);
          assert.ok(compare(rateOf({ face: whole, price: high.price, at, dueAt }, count), asked) <= 0n);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("SDK-244 compounded is rounded exactly, and floats agree as far as they reach", () => {
    fc.assert(
      fc.property(priced, fc.bigInt({ min: 20n, max: 800n }), ({ whole, price }, left) => {
        const [down, up] = both((way) => effectiveCost(offer(whole, price, left), way)) as [bigint, bigint];
        // ((10,000 + cost) / 10,000)^days against (face / price)^365, both times all denominators.
        const grown = (cost: bigint): bigint => (10_000n + cost) ** left * price ** 365n;
        const earned = whole ** 365n * 10_000n ** left;
        assert.ok(grown(down) <= earned && earned < grown(down + 1n));
        assert.ok(earned <= grown(up) && (up === 0n || grown(up - 1n) < earned));
        const float = ((Number(whole) / Number(price)) ** (365 / Number(left)) - 1) * 10_000;
        assert.ok(Math.abs(float - Number(down)) <= 1 + float / 1e9, `${float} and ${down}`);
      }),
      { numRuns: 60 },
    );
  });

  it("SDK-244 falls as the price rises", () => {
    fc.assert(
      fc.property(priced, days, ({ whole, price }, left) => {
        const better = price < whole ? price + 1n : price;
        const [a, b] = [offer(whole, price, left + 30n), offer(whole, better, left + 30n)];
        assert.ok(compare(simpleCost(b, "actual/360"), simpleCost(a, "actual/360")) <= 0n);
        assert.ok(effectiveCost(b, "down") <= effectiveCost(a, "down"));
      }),
      { numRuns: 50 },
    );
  });
});

describe("offers without a cost", () => {
  it("SDK-248 are refused with the field and the reason", () => {
    for (const costOf of [
      (each: PriceOffer) => simpleCost(each, "actual/360"),
      (each: PriceOffer) => discountRate(each, "actual/actual"),
      (each: PriceOffer) => effectiveCost(each, "up"),
    ]) {
      const bad = (changes: Partial<PriceOffer>) => refusal(() => costOf({ ...offer(100n, 98n, 20n), ...changes }));
      assert.equal(bad({ face: 0n }).field, "face");
      assert.equal(bad({ price: 0n }).field, "price");
      assert.deepEqual(bad({ price: 101n }), { field: "price", reason: "a whole number from 1 to 100 is needed" });
      assert.deepEqual(bad({ dueAt: at + 3_600n }), { field: "at", reason: "no day is left until the due date" });
      assert.deepEqual(bad({ dueAt: at - 1n }), { field: "at", reason: "the claim was due before" });
      assert.equal(bad({ at: 0.5 }).field, "at");
    }
    for (const rate of [ratio(-1n), ratio(1n, 0n), ratio(1n, -1n)])
      assert.deepEqual(
        refusal(() => toBps(rate, "up")),
        { field: "rate", reason: "a quotient from zero on is needed" },
      );
    // The 30th and the 31st are one day by 30E/360.
    const lastDay = { face: 100n, price: 98n, at: utc("2026-03-30"), dueAt: utc("2026-03-31") };
    assert.equal(refusal(() => simpleCost(lastDay, "30E/360")).field, "at");
    assert.equal(refusal(() => effectiveCost(offer(100n, 98n, 20n), "half" as "up")).field, "rounding");
    assert.equal(refusal(() => effectiveCost(offer(100n, 100n, 20n), "half" as "up")).field, "rounding");
  });
});
