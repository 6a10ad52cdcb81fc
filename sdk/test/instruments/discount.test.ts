import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type DayCount, yearFraction } from "../../src/instruments/dayCount.ts";
import {
  bankDiscount,
  type DiscountTerms,
  MAX_SCHEDULE_DAYS,
  slidingPrices,
  trueDiscount,
} from "../../src/instruments/discount.ts";
import {
  assertRounded,
  dayCount,
  face,
  minus,
  over,
  plus,
  ratio,
  refusal,
  rounding,
  times,
  utc,
} from "../support/instruments.ts";

const DAY = 86_400n;
const start = utc("2026-03-02");

/** A claim in cents, so many days before it is due. */
const claim = (cents: bigint, days: bigint, rateBps: bigint, count: DayCount = "actual/360"): DiscountTerms => ({
  face: cents,
  at: start,
  dueAt: start + days * DAY,
  rateBps,
  dayCount: count,
  rounding: "down",
});

describe("the price by a discount rate", () => {
  it("SDK-243 is what textbooks have", () => {
    // A note of 1,000 for 60 days at 6 % brings 990 (American Institute of Banking, "Elementary Banking").
    assert.equal(bankDiscount(claim(100_000n, 60n, 600n)).price, 99_000n);
    // 30,000 for 170 days at 5.40 %: discount 765, proceeds 29,235 (exercise on simple discount notes).
    assert.deepEqual(bankDiscount(claim(3_000_000n, 170n, 540n)), {
      price: 2_923_500n,
      discount: 76_500n,
      fee: 0n,
      net: 2_923_500n,
    });
    // 6,216 for 76 days at 4.5 %: discount 59.052, in thousandths (examination in business mathematics).
    assert.equal(bankDiscount(claim(6_216_000n, 76n, 450n)).discount, 59_052n);
    // 600 for 29 days at 5 % by 365: banker's discount 2.38, value 597.62 to the nearest cent; exactly 597.6164.
    const bill = claim(60_000n, 29n, 500n, "actual/365");
    assert.equal(bankDiscount(bill).price, 59_761n);
    assert.deepEqual(bankDiscount({ ...bill, rounding: "up" }), {
      price: 59_762n,
      discount: 238n,
      fee: 0n,
      net: 59_762n,
    });
    // A Treasury bill of 100,000 for 100 days at 8.75 %: 97,569.44 (by hand 2,430.555... off).
    assert.equal(bankDiscount(claim(10_000_000n, 100n, 875n)).price, 9_756_944n);
  });

  it("SDK-243 is the face on the day it is due, and refused where nothing would be left of it", () => {
    assert.equal(bankDiscount(claim(100n, 0n, 10_000n)).price, 100n);
    assert.equal(bankDiscount(claim(100_000n, 359n, 10_000n)).price, 277n);
    assert.deepEqual(
      refusal(() => bankDiscount(claim(100n, 360n, 10_000n))),
      { field: "rateBps", reason: "the discount would be the whole face or more" },
    );
  });
});

describe("the price by a yield", () => {
  it("SDK-243 is what textbooks have", () => {
    // The present worth of 200 in six months at 6 % is 194.17 and a little (Bennet's "present worth", 200 / 1.03).
    const debt = { ...claim(20_000n, 0n, 600n, "30E/360"), at: utc("2026-03-02"), dueAt: utc("2026-09-02") };
    assert.equal(trueDiscount(debt).price, 19_417n);
    assert.deepEqual(trueDiscount({ ...debt, rounding: "up" }), {
      price: 19_418n,
      discount: 582n,
      fee: 0n,
      net: 19_418n,
    });
    // By hand: 110 in a year of 360 days at 10 % is 100.
    assert.equal(trueDiscount(claim(11_000n, 360n, 1_000n)).price, 10_000n);
    assert.equal(trueDiscount(claim(11_000n, 0n, 1_000n)).price, 11_000n);
  });
});

describe("the fee on a price", () => {
  it("SDK-243 is taken from the seller, and rounded as the market's", () => {
    const { price, fee, net } = bankDiscount({ ...claim(100_000n, 60n, 600n), feeBps: 25n });
    // 0.25 % of 990.00 is 2.475.
    assert.deepEqual([price, fee, net], [99_000n, 248n, 98_752n]);
    assert.deepEqual(trueDiscount({ ...claim(100n, 0n, 0n), feeBps: 10_000 }).net, 0n);
    assert.equal(refusal(() => bankDiscount({ ...claim(1n, 0n, 0n), feeBps: 10_001n })).field, "feeBps");
  });
});

// Rates and terms at which a discount can't eat the face: up to 50 % for up to 600 days.
const rate = fc.bigInt({ min: 0n, max: 5_000n });
const term = fc.bigInt({ min: 0n, max: 600n * DAY });
const when = fc.bigInt({ min: 0n, max: utc("2100-01-01") });
const fee = fc.bigInt({ min: 0n, max: 10_000n });
const someTerms = fc
  .record({ face, at: when, left: term, rateBps: rate, dayCount, feeBps: fee, rounding })
  .map(({ left, ...rest }): DiscountTerms & { at: bigint; dueAt: bigint; rateBps: bigint; feeBps: bigint } => ({
    ...rest,
    dueAt: rest.at + left,
  }));

describe("prices of random claims", () => {
  it("SDK-243 are those of the formulae, rounded once, and what is divided sums up", () => {
    fc.assert(
      fc.property(someTerms, (terms) => {
        const time = yearFraction(terms.at, terms.dueAt, terms.dayCount);
        const growth = times(ratio(terms.rateBps, 10_000n), time);
        const [bank, real] = [bankDiscount(terms), trueDiscount(terms)];
        assertRounded(bank.price, times(ratio(terms.face), minus(ratio(1n), growth)), terms.rounding);
        assertRounded(real.price, over(ratio(terms.face), plus(ratio(1n), growth)), terms.rounding);
        for (const { price, discount, fee: taken, net } of [bank, real]) {
          assert.equal(price + discount, terms.face);
          assert.equal(net + taken, price);
          assertRounded(net, times(ratio(price), ratio(10_000n - terms.feeBps, 10_000n)), "down");
        }
        assert.ok(bank.price <= real.price);
      }),
      { numRuns: 500 },
    );
  });

  it("SDK-243 never fall as time passes, and never rise with rate or fee", () => {
    fc.assert(
      fc.property(someTerms, term, rate, fee, (terms, wait, higher, more) => {
        const later = terms.at + wait < terms.dueAt ? terms.at + wait : terms.dueAt;
        for (const priceOf of [bankDiscount, trueDiscount]) {
          const { price, net } = priceOf(terms);
          assert.ok(priceOf({ ...terms, at: later }).price >= price);
          const dearer = { ...terms, rateBps: terms.rateBps > higher ? terms.rateBps : higher };
          assert.ok(priceOf(dearer).price <= price);
          assert.ok(priceOf({ ...terms, feeBps: terms.feeBps > more ? terms.feeBps : more }).net <= net);
          assert.ok(priceOf({ ...terms, face: terms.face + 1n }).price >= price);
          assert.ok(price <= terms.face);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("sliding prices", () => {
  it("SDK-245 are told for each day until the due date", () => {
    // 36 % by 360 days is a thousandth a day: by hand.
    const terms = {
      ...claim(1_000_000n, 0n, 3_600n),
      at: utc("2026-02-26T15:00:00"),
      dueAt: utc("2026-03-02T09:00:00"),
    };
    assert.deepEqual(
      slidingPrices(terms).map(({ from, price, discount }) => [from, price, discount]),
      [
        [utc("2026-02-26T15:00:00"), 996_000n, 4_000n],
        [utc("2026-02-27"), 997_000n, 3_000n],
        [utc("2026-02-28"), 998_000n, 2_000n],
        [utc("2026-03-01"), 999_000n, 1_000n],
        [utc("2026-03-02"), 1_000_000n, 0n],
      ],
    );
    const only = slidingPrices({ ...terms, at: utc("2026-03-02T08:00:00") });
    assert.deepEqual(
      only.map(({ from, price }) => [from, price]),
      [[utc("2026-03-02T08:00:00"), 1_000_000n]],
    );
  });

  it("SDK-245 are the price in every second, never fall, and end at the face", () => {
    fc.assert(
      fc.property(someTerms, fc.bigInt({ min: 0n, max: DAY - 1n }), (terms, offset) => {
        const prices = slidingPrices(terms);
        assert.equal(prices.at(-1)?.price, terms.face);
        for (const [i, { from, ...price }] of prices.entries()) {
          const next = prices[i + 1];
          const latest = next === undefined ? terms.dueAt : next.from - 1n;
          const at = from + offset < latest ? from + offset : latest;
          assert.deepEqual(bankDiscount({ ...terms, at }), price);
          if (next !== undefined) assert.ok(next.price >= price.price && next.from % DAY === 0n);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("SDK-248 are refused for longer than any term", () => {
    assert.equal(slidingPrices(claim(100n, MAX_SCHEDULE_DAYS, 1n)).length, 3_651);
    assert.equal(refusal(() => slidingPrices(claim(100n, MAX_SCHEDULE_DAYS + 1n, 1n))).field, "days");
  });
});

describe("claims that can't be priced", () => {
  it("SDK-248 are refused with the field and the reason", () => {
    for (const priceOf of [bankDiscount, trueDiscount, slidingPrices]) {
      const bad = (changes: Partial<DiscountTerms>) =>
        refusal(() => priceOf({ ...claim(100n, 10n, 100n), ...changes }));
      assert.equal(bad({ face: 0n }).field, "face");
      assert.equal(bad({ face: 2n ** 256n }).field, "face");
      assert.equal(bad({ rateBps: -1n }).field, "rateBps");
      assert.equal(bad({ rateBps: 100_000_001 }).field, "rateBps");
      assert.equal(bad({ feeBps: 0.1 }).field, "feeBps");
      assert.equal(bad({ rounding: "half" as "up" }).field, "rounding");
      assert.equal(bad({ dayCount: "" as "actual/360" }).field, "dayCount");
      assert.deepEqual(bad({ at: start + 10n * DAY + 1n }), { field: "at", reason: "the claim was due before" });
      assert.equal(bad({ at: -1n }).field, "at");
      assert.equal(bad({ dueAt: 2n ** 40n }).field, "dueAt");
    }
  });
});
