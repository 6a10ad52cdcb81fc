import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Books, countedBooks } from "../../src/instruments/interest.ts";
import { bookCollection, bookPayment, proRata } from "../../src/instruments/sharing.ts";
import { refusal } from "../support/instruments.ts";

const FACE = 1_000_000_000n;
const terms = { units: 100_000n, unit: 10_000n, dueAt: 1_000n, lateBps: 1_200n, graceDays: 5n };
const opened = countedBooks(terms, undefined, 0n);
const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, each) => sum + each, 0n);

interface Lot {
  units: bigint;
  mark: bigint;
  got: bigint;
}

/** Collects for a lot, and notes what it got. */
function collect(books: Books, lot: Lot): Books {
  const { amount, mark, books: after } = bookCollection(books, lot);
  lot.got += amount;
  lot.mark = mark;
  return after;
}

const lotsOf = (units: readonly bigint[]): Lot[] => units.map((each) => ({ units: each, mark: 0n, got: 0n }));

describe("sharing by lots", () => {
  it("SDK-247 gives what the contract gave in its own test of REC-21", () => {
    const lots = lotsOf([69_999n, 30_000n, 1n]);
    let books = bookPayment(opened, 100_001n).books;
    for (const lot of lots) books = collect(books, lot);
    assert.deepEqual(
      lots.map(({ got }) => got),
      [69_999n, 30_000n, 1n],
    );
    // One base unit was left by rounding, for who comes last in the end.
    assert.deepEqual([books.pot, books.principal], [1n, FACE - 100_001n]);
    for (const amount of [333n, 7_777_777n]) books = bookPayment(books, amount).books;
    for (const lot of lots) books = collect(books, lot);
    books = bookPayment(books, 2n ** 96n - 1n).books;
    for (const lot of lots) books = collect(books, lot);
    assert.equal(sumOf(lots.map(({ got }) => got)), FACE);
    for (const lot of lots.slice(0, 2)) {
      const short = lot.units * 10_000n - lot.got;
      assert.ok(short >= 0n && short <= 3n, `${short}`);
    }
    assert.deepEqual([books.pot, books.uncollectedUnits], [0n, 0n]);
  });

  it("SDK-247 gives each unit its worth when all is paid at once", () => {
    const { books, isInFull } = bookPayment(opened, FACE);
    assert.deepEqual([isInFull, books.principal, books.perUnit], [true, 0n, 10_000n << 64n]);
    assert.equal(bookPayment({ ...opened, uncollectedUnits: 1n }, FACE).books.perUnit, 10_000n << 64n);
    assert.deepEqual(proRata(FACE, [69_999n, 30_000n, 1n], true), {
      shares: [699_990_000n, 300_000_000n, 10_000n],
      rest: 0n,
    });
  });

  it("SDK-247 leaves the last cent with who collects last from a paid claim, and with the contract until then", () => {
    // 100 among three lots of one unit: by hand 33 each, and one is left.
    assert.deepEqual(proRata(100n, [1n, 1n, 1n], false), { shares: [33n, 33n, 33n], rest: 1n });
    assert.deepEqual(proRata(100n, [1, 1, 1], true), { shares: [33n, 33n, 34n], rest: 0n });
    // Even where the quotient of the whole would be exact: 3 of 3 units, each first rounded down.
    assert.deepEqual(proRata(10n, [3n], false), { shares: [9n], rest: 1n });
    assert.deepEqual(proRata(10n, [3n], true), { shares: [10n], rest: 0n });
    assert.deepEqual(proRata(0n, [3n, 4n], true), { shares: [0n, 0n], rest: 0n });
  });

  it("SDK-247 writes no mark for nothing, so that shares below a base unit add up", () => {
    const books = bookPayment(countedBooks({ ...terms, units: 3n, unit: 1n }, undefined, 0n), 1n).books;
    const lot = { units: 1n, mark: 0n };
    const first = bookCollection(books, lot);
    assert.deepEqual([first.amount, first.mark], [0n, 0n]);
    const later = bookPayment(first.books, 1n).books;
    assert.equal(bookCollection(later, { units: 2n, mark: 0n }).amount, 1n);
  });

  const units = fc.array(fc.bigInt({ min: 1n, max: 1_000_000n }), { minLength: 1, maxLength: 8 });
  const parts = fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.nat(7), fc.boolean()), { maxLength: 8 });

  it("SDK-247 conserves every payment to the unit, whoever collects when, divided lots included", () => {
    fc.assert(
      fc.property(units, fc.bigInt({ min: 1n, max: 10n ** 9n }), parts, fc.nat(7), (all, unit, payments, turn) => {
        const open = sumOf(all);
        let books = countedBooks({ ...terms, units: open, unit }, undefined, 0n);
        const lots = lotsOf(all);
        const counts = new Map<Lot, bigint>();
        let paid = 0n;
        for (const [amount, who, isDivided] of payments) {
          if (books.principal === 0n) break;
          const done = bookPayment(books, amount);
          books = done.books;
          paid += done.paid;
          const lot = lots[who % lots.length];
          assert.ok(lot);
          if (done.isInFull) break;
          books = collect(books, lot);
          counts.set(lot, (counts.get(lot) ?? 0n) + 1n);
          assert.equal(sumOf(lots.map(({ got }) => got)) + books.pot, paid);
          if (isDivided && lot.units > 1n) {
            // A part has its origin's mark, and what that collected stays with who collected it.
            lots.push({ units: 1n, mark: lot.mark, got: 0n });
            lot.units -= 1n;
          }
        }
        if (books.principal !== 0n) {
          paid += books.principal;
          books = bookPayment(books, books.principal).books;
        }
        assert.equal(paid, open * unit);
        const order = lots.map((_, i) => lots[(i + turn) % lots.length]);
        for (const lot of order) if (lot !== undefined) books = collect(books, lot);
        assert.equal(sumOf(lots.map(({ got }) => got)), paid);
        assert.deepEqual([books.pot, books.uncollectedUnits], [0n, 0n]);
      }),
      { numRuns: 300 },
    );
  });

  it("SDK-247 gives nobody more than his units' part, nor less by more than a base unit, but the last the rest", () => {
    fc.assert(
      fc.property(units, fc.bigInt({ min: 0n, max: 2n ** 96n - 1n }), (all, amount) => {
        const open = sumOf(all);
        const { shares, rest } = proRata(amount, all, false);
        assert.equal(sumOf(shares) + rest, amount);
        for (const [i, share] of shares.entries()) {
          const exact = amount * (all[i] ?? 0n);
          assert.ok(share * open <= exact && (share + 1n) * open >= exact, `${share} of ${amount}`);
        }
        assert.ok(rest <= BigInt(all.length));
        const last = proRata(amount, all, true);
        assert.deepEqual(last.shares.slice(0, -1), shares.slice(0, -1));
        assert.equal(sumOf(last.shares), amount);
      }),
    );
  });

  it("SDK-247 of one payment is what books give", () => {
    fc.assert(
      fc.property(
        units,
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        (all, unit, upTo) => {
          const books = countedBooks({ ...terms, units: sumOf(all), unit }, undefined, 0n);
          const { paid, isInFull, books: after } = bookPayment(books, upTo);
          const lots = lotsOf(all);
          let now = after;
          for (const lot of lots) now = collect(now, lot);
          const expected = proRata(paid, all, isInFull);
          assert.deepEqual(
            lots.map(({ got }) => got),
            expected.shares,
          );
          assert.equal(now.pot, expected.rest);
        },
      ),
    );
  });

  it("SDK-248 is refused for nothing, nobody, and more than there is", () => {
    assert.equal(refusal(() => bookPayment(opened, 0n)).field, "upTo");
    const paid = bookPayment(opened, FACE).books;
    assert.deepEqual(
      refusal(() => bookPayment(paid, 1n)),
      { field: "books", reason: "nothing is due" },
    );
    assert.equal(refusal(() => bookPayment({ ...opened, openUnits: 0n }, 1n)).field, "books");
    assert.equal(refusal(() => bookCollection(paid, { units: 0n, mark: 0n })).field, "units");
    assert.equal(refusal(() => bookCollection(paid, { units: 100_001n, mark: 0n })).field, "units");
    assert.equal(refusal(() => bookCollection(paid, { units: 1n, mark: paid.perUnit + 1n })).field, "mark");
    assert.equal(refusal(() => bookCollection({ ...paid, pot: 1n }, { units: 1n, mark: 0n })).field, "pot");
    assert.deepEqual(
      refusal(() => proRata(1n, [], true)),
      { field: "units", reason: "there are no lots" },
    );
    assert.equal(refusal(() => proRata(1n, [1n, 0n], true)).field, "units[1]");
    assert.equal(refusal(() => proRata(-1n, [1n], true)).field, "amount");
  });
});
