import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  countedBooks,
  type LateTerms,
  lateInterest,
  MAX_INTEREST_DAYS,
  type ReadBooks,
  simpleInterest,
} from "../../src/instruments/interest.ts";
import { bookPayment } from "../../src/instruments/sharing.ts";
import { assertRounded, compare, face, plus, ratio, refusal, rounding, times, utc } from "../support/instruments.ts";

const DAY = 86_400n;
const FACE = 1_000_000_000n;
const dueAt = utc("2026-06-30T12:00:00");
/** The terms that the contract's own tests use. */
const terms: LateTerms = { units: 100_000n, unit: 10_000n, dueAt, lateBps: 1_200n, graceDays: 5n };
const from = dueAt + 5n * DAY;

describe("simple interest", () => {
  it("SDK-241 is what textbooks have", () => {
    // 6,000 at 6 % for 216 days by 360 are 216 (a question of a university's examination, in cents).
    assert.equal(simpleInterest(600_000n, 600n, ratio(216n, 360n), "down"), 21_600n);
    // By hand: 250 at 6 % for 63 days by 365 are 2.589; half a year of 10 % on 1 is 0.05, on a quarter of a year 0.025.
    assert.equal(simpleInterest(25_000n, 600, ratio(63n, 365n), "down"), 258n);
    assert.equal(simpleInterest(25_000n, 600, ratio(63n, 365n), "up"), 259n);
    assert.equal(simpleInterest(100n, 1_000n, ratio(180n, 360n), "up"), 5n);
    assert.equal(simpleInterest(100n, 1_000n, ratio(90n, 360n), "down"), 2n);
    assert.equal(simpleInterest(100n, 1_000n, ratio(0n, 360n), "up"), 0n);
  });

  it("SDK-241 is rounded once, as one said", () => {
    const days = fc.bigInt({ min: 0n, max: 40_000n });
    fc.assert(
      fc.property(face, fc.bigInt({ min: 0n, max: 100_000n }), days, rounding, (principal, rate, n, way) => {
        const exact = times(times(ratio(principal), ratio(rate, 10_000n)), ratio(n, 365n));
        assertRounded(simpleInterest(principal, rate, ratio(n, 365n), way), exact, way);
      }),
    );
  });

  it("SDK-248 is refused for what makes no sense", () => {
    const year = ratio(1n);
    assert.equal(refusal(() => simpleInterest(-1n, 1n, year, "up")).field, "principal");
    assert.equal(refusal(() => simpleInterest(2n ** 256n, 1n, year, "up")).field, "principal");
    assert.equal(refusal(() => simpleInterest(1n, 0.5, year, "up")).field, "rateBps");
    assert.equal(refusal(() => simpleInterest(1n, 100_000_001n, year, "up")).field, "rateBps");
    assert.equal(refusal(() => simpleInterest(1n, 1n, ratio(-1n), "up")).field, "time");
    assert.equal(refusal(() => simpleInterest(1n, 1n, ratio(1n, 0n), "up")).field, "time");
    assert.deepEqual(
      refusal(() => simpleInterest(1n, 1n, year, "nearest" as "up")),
      { field: "rounding", reason: 'it is either "down" or "up"' },
    );
  });
});

describe("late interest", () => {
  it("SDK-242 is the contract's at the second of the due date, one before and one after, and at the end of grace", () => {
    // Times and results as in the contract's test of REC-23.
    for (const [at, days] of [
      [0n, 0n],
      [dueAt - 1n, 0n],
      [dueAt, 0n],
      [dueAt + 1n, 0n],
      [from, 0n],
      [from + DAY - 1n, 0n],
      [from + DAY, 1n],
      [from + DAY + 1n, 1n],
      [from + 30n * DAY, 30n],
      [from + 720n * DAY - 1n, 719n],
      [from + 720n * DAY, 720n],
      [from + 5_000n * DAY, 720n],
    ] as const) {
      // 12 % of 1,000 (6 decimals) by 360: a third of one a day.
      assert.equal(lateInterest(terms, undefined, at), (FACE * days) / 3_000n, `${at - from}`);
    }
    assert.equal(lateInterest(terms, undefined, from + 30n * DAY), 10_000_000n);
    assert.equal(lateInterest({ ...terms, lateBps: 0 }, undefined, from + 30n * DAY), 0n);
    assert.equal(lateInterest({ ...terms, graceDays: 0 }, undefined, dueAt + DAY), 333_333n);
  });

  it("SDK-242 goes on from the books, on what is open, without interest on interest", () => {
    // As in the contract's test: half the face and all interest after 10 days, nearly all interest after 40.
    const first = countedBooks(terms, undefined, from + 10n * DAY);
    assert.equal(first.interest, 3_333_333n);
    const half = bookPayment(first, first.interest + FACE / 2n);
    assert.deepEqual([half.interest, half.principal, half.isInFull], [3_333_333n, FACE / 2n, false]);
    const second = countedBooks(terms, half.books, from + 40n * DAY);
    assert.deepEqual([second.interest, second.interestDays], [5_000_000n, 40n]);
    const nearly = bookPayment(second, 4_999_999n);
    assert.deepEqual([nearly.interest, nearly.principal], [4_999_999n, 0n]);
    assert.equal(lateInterest(terms, nearly.books, from + 40n * DAY), 1n);
    // 166,666 for the day, on half the face, and the one that was left.
    assert.equal(lateInterest(terms, nearly.books, from + 41n * DAY), 166_667n);
  });

  it("SDK-242 starts anew at a later due date, and keeps what was owed before", () => {
    const counted = countedBooks(terms, undefined, from + 10n * DAY);
    const extended: ReadBooks = { ...counted, dueAt: dueAt + 100n * DAY, interestDays: 0n };
    assert.equal(lateInterest(terms, extended, from + 100n * DAY), 3_333_333n);
    assert.equal(lateInterest(terms, extended, from + 103n * DAY), 4_333_333n);
  });

  it("SDK-242 takes books as they are read: small fields as numbers, all zero for none", () => {
    const none: ReadBooks = {
      openUnits: 0,
      uncollectedUnits: 0,
      principal: 0n,
      dueAt: 0,
      interestDays: 0,
      interest: 0n,
      pot: 0n,
      perUnit: 0n,
    };
    const read: LateTerms = { ...terms, units: 100_000, dueAt: Number(dueAt), lateBps: 1_200, graceDays: 5 };
    const at = Number(from + 30n * DAY);
    assert.deepEqual(countedBooks(read, none, at), countedBooks(terms, undefined, at));
    const open = { ...none, openUnits: 100_000, uncollectedUnits: 100_000, principal: FACE, dueAt: Number(dueAt) };
    assert.deepEqual(countedBooks(read, open, at), countedBooks(terms, undefined, at));
  });

  it("SDK-242 counted often is short of the exact sum by less than a base unit a count, and never above", () => {
    const steps = fc.array(fc.bigInt({ min: 0n, max: 200n * DAY }), { minLength: 1, maxLength: 12 });
    const small = fc.bigInt({ min: 1n, max: 100_000n });
    fc.assert(
      fc.property(steps, small, small, fc.bigInt({ min: 0n, max: 3_600n }), (waits, units, unit, lateBps) => {
        const some: LateTerms = { units, unit, dueAt, lateBps, graceDays: 0n };
        let now = dueAt;
        let books = countedBooks(some, undefined, now);
        for (const wait of waits) {
          now += wait;
          books = countedBooks(some, books, now);
        }
        const passed = (now - dueAt) / DAY;
        const days = passed < MAX_INTEREST_DAYS ? passed : MAX_INTEREST_DAYS;
        const exact = times(ratio(units * unit * lateBps, 10_000n), ratio(days, 360n));
        assert.ok(compare(ratio(books.interest), exact) <= 0n);
        assert.ok(compare(plus(ratio(books.interest), ratio(BigInt(waits.length))), exact) > 0n);
        assert.equal(books.interestDays, days);
        // At once it is rounded once.
        assertRounded(lateInterest(some, undefined, now), exact, "down");
      }),
    );
  });

  it("SDK-248 is refused for terms that the contract would not take, and for a second before the last count", () => {
    const bad = (changes: Partial<LateTerms>) =>
      refusal(() => lateInterest({ ...terms, ...changes }, undefined, 0n)).field;
    assert.equal(bad({ lateBps: 3_601n }), "lateBps");
    assert.equal(bad({ graceDays: 366 }), "graceDays");
    assert.equal(bad({ units: 0n }), "units");
    assert.equal(bad({ units: 2n ** 40n }), "units");
    assert.equal(bad({ unit: 0n }), "unit");
    assert.equal(bad({ units: 2n, unit: 2n ** 94n }), "face");
    assert.equal(bad({ dueAt: -1 }), "dueAt");
    assert.equal(refusal(() => lateInterest(terms, undefined, 1.5)).field, "at");
    const counted = countedBooks(terms, undefined, from + 10n * DAY);
    assert.deepEqual(
      refusal(() => countedBooks(terms, counted, from + 10n * DAY - 1n)),
      { field: "at", reason: "the books were counted for a later day" },
    );
    for (const field of [
      "openUnits",
      "uncollectedUnits",
      "principal",
      "dueAt",
      "interestDays",
      "interest",
      "pot",
      "perUnit",
    ])
      assert.equal(refusal(() => countedBooks(terms, { ...counted, [field]: -1n }, from + 10n * DAY)).field, field);
    const full = { ...counted, interest: 2n ** 96n - 1n };
    assert.equal(refusal(() => countedBooks(terms, full, from + 11n * DAY)).field, "interest");
  });

  it("SDK-242 reaches the longest face, rate and time", () => {
    const extreme: LateTerms = { units: 1n, unit: 2n ** 94n, dueAt: 1n, lateBps: 3_600n, graceDays: 365n };
    assert.equal(lateInterest(extreme, undefined, 2n ** 40n - 1n), (2n ** 94n * 72n) / 100n);
  });
});
