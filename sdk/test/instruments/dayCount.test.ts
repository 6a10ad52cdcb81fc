import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type DayCount, daysBetween, yearFraction } from "../../src/instruments/dayCount.ts";
import type { Fraction } from "../../src/instruments/whole.ts";
import { compare, plus, ratio, refusal, second, utc } from "../support/instruments.ts";

type Row = readonly [from: string, to: string, expected: Fraction];

function assertRows(dayCount: DayCount, rows: readonly Row[]): void {
  for (const [from, to, expected] of rows) {
    const found = yearFraction(utc(from), utc(to), dayCount);
    const text = `${from} to ${to}: ${found.numerator}/${found.denominator}`;
    assert.equal(compare(found, expected), 0n, text);
  }
}

describe("day counts with known answers", () => {
  it("SDK-240 actual/actual are the examples of ISDA's paper on it", () => {
    // "EMU and Market Conventions: Recent Developments" (ISDA, 1998), with the decimals that public libraries test, which
    // are exact to eleven places. The paper is said to print another value for July 2003 on; this one is by its rule.
    const rows = [
      ["2003-11-01", "2004-05-01", plus(ratio(61n, 365n), ratio(121n, 366n)), 0.497724380567],
      ["1999-02-01", "1999-07-01", ratio(150n, 365n), 0.41095890411],
      ["1999-07-01", "2000-07-01", plus(ratio(184n, 365n), ratio(182n, 366n)), 1.0013773486],
      ["2002-08-15", "2003-07-15", ratio(334n, 365n), 0.915068493151],
      ["2003-07-15", "2004-01-15", plus(ratio(170n, 365n), ratio(14n, 366n)), 0.504004790778],
      ["1999-07-30", "2000-01-30", plus(ratio(155n, 365n), ratio(29n, 366n)), 0.503892506924],
      ["2000-01-30", "2000-06-30", ratio(152n, 366n), 0.415300546448],
    ] as const;
    assertRows(
      "actual/actual",
      rows.map(([from, to, exact]) => [from, to, exact]),
    );
    for (const [from, to, , decimals] of rows) {
      const { numerator, denominator } = yearFraction(utc(from), utc(to), "actual/actual");
      const difference = Number(numerator) / Number(denominator) - decimals;
      assert.ok(Math.abs(difference) < 1e-11, `${from}: ${difference}`);
    }
  });

  it("SDK-240 30E/360 are the examples of ISDA's sheet on 30/360", () => {
    const rows = [
      // Ends that are not in February's last days.
      ["2006-08-20", "2007-02-20", 180n],
      ["2008-02-20", "2008-08-20", 180n],
      // Ends in February's last days: February's are left alone, the 31st becomes the 30th.
      ["2006-02-28", "2006-08-31", 182n],
      ["2006-08-31", "2007-02-28", 178n],
      ["2007-08-31", "2008-02-29", 179n],
      ["2008-02-29", "2008-08-31", 181n],
      ["2008-08-31", "2009-02-28", 178n],
      // Others.
      ["2006-01-31", "2006-02-28", 28n],
      ["2006-01-30", "2006-02-28", 28n],
      ["2006-02-28", "2006-03-03", 5n],
      ["2006-02-14", "2006-02-28", 14n],
      ["2006-09-30", "2006-10-31", 30n],
      ["2006-10-31", "2006-11-28", 28n],
      ["2007-08-31", "2008-02-28", 178n],
      ["2008-02-28", "2008-08-28", 180n],
      ["2008-02-28", "2008-08-30", 182n],
      ["2008-02-28", "2008-08-31", 182n],
      ["2007-02-26", "2008-02-28", 362n],
      ["2007-02-26", "2008-02-29", 363n],
      ["2008-02-29", "2009-02-28", 359n],
      ["2008-02-28", "2008-03-30", 32n],
      ["2008-02-28", "2008-03-31", 32n],
      ["2026-01-30", "2026-01-31", 0n],
    ] as const;
    assertRows(
      "30E/360",
      rows.map(([from, to, days]) => [from, to, ratio(days, 360n)]),
    );
  });

  it("SDK-240 actual/360 and actual/365 count every day, and 365 is fixed", () => {
    // By hand: 2012 is a leap year, so there are 366 days between these 29ths of August; 1900 and 2100 are none, 2000 is.
    assertRows("actual/360", [
      ["2011-08-29", "2012-08-29", ratio(366n, 360n)],
      ["2026-01-01", "2026-04-01", ratio(90n, 360n)],
      ["2100-02-28", "2100-03-01", ratio(1n, 360n)],
      ["2000-02-28", "2000-03-01", ratio(2n, 360n)],
    ]);
    assertRows("actual/365", [
      ["2011-08-29", "2012-08-29", ratio(366n, 365n)],
      ["2019-07-20", "2019-08-18", ratio(29n, 365n)],
    ]);
  });

  it("SDK-240 go by dates in UTC, not by hours", () => {
    const [before, midnight] = [utc("2026-03-09T23:59:59"), utc("2026-03-10")];
    assert.equal(daysBetween(before, midnight), 1n);
    assert.equal(daysBetween(midnight, midnight + 86_399n), 0n);
    assert.equal(daysBetween(Number(before), midnight + 86_400n), 2n);
    assert.deepEqual(yearFraction(before, midnight, "actual/360"), ratio(1n, 360n));
  });
});

describe("day counts of random dates", () => {
  const calendar = (time: bigint) => {
    const [year = 0n, month = 0n, day = 0n] = new Date(Number(time) * 1_000)
      .toISOString()
      .slice(0, 10)
      .split("-")
      .map(BigInt);
    return { year, month, day };
  };
  /** Julian day number by the formula of Fliegel and van Flandern (1968): quotients go towards zero. */
  const julianDay = (time: bigint): bigint => {
    const { year: y, month: m, day: d } = calendar(time);
    const a = (m - 14n) / 12n;
    const years = (1_461n * (y + 4_800n + a)) / 4n + (367n * (m - 2n - 12n * a)) / 12n;
    return years - (3n * ((y + 4_900n + a) / 100n)) / 4n + d - 32_075n;
  };
  const yearStart = (year: bigint): bigint => utc(`${year}-01-01`);
  /** Year by year. */
  const byYears = (from: bigint, to: bigint): Fraction => {
    let sum = ratio(0n);
    for (let year = calendar(from).year; year <= calendar(to).year; ++year) {
      const start = from > yearStart(year) ? from : yearStart(year);
      const end = to < yearStart(year + 1n) ? to : yearStart(year + 1n);
      const length = julianDay(yearStart(year + 1n)) - julianDay(yearStart(year));
      sum = plus(sum, ratio(julianDay(end) - julianDay(start), length));
    }
    return sum;
  };
  const period = fc.tuple(second, second).map(([a, b]): [bigint, bigint] => (a < b ? [a, b] : [b, a]));

  it("SDK-240 are those of formulae written another way", () => {
    fc.assert(
      fc.property(period, ([from, to]) => {
        const days = julianDay(to) - julianDay(from);
        assert.equal(daysBetween(from, to), days);
        assert.equal(compare(yearFraction(from, to, "actual/360"), ratio(days, 360n)), 0n);
        assert.equal(compare(yearFraction(from, to, "actual/365"), ratio(days, 365n)), 0n);
        const [a, b] = [calendar(from), calendar(to)];
        const [first, last] = [a.day === 31n ? 30n : a.day, b.day === 31n ? 30n : b.day];
        const thirty = 360n * (b.year - a.year) + 30n * (b.month - a.month) + (last - first);
        assert.equal(compare(yearFraction(from, to, "30E/360"), ratio(thirty, 360n)), 0n);
        assert.equal(compare(yearFraction(from, to, "actual/actual"), byYears(from, to)), 0n);
      }),
      { numRuns: 300 },
    );
  });

  it("SDK-240 of two periods that follow each other are the one of both", () => {
    fc.assert(
      fc.property(period, second, (ends, other) => {
        const [a, b, c] = [...ends, other].sort((x, y) => (x < y ? -1 : 1)) as [bigint, bigint, bigint];
        for (const dayCount of ["actual/360", "actual/365", "30E/360", "actual/actual"] as const) {
          const parts = plus(yearFraction(a, b, dayCount), yearFraction(b, c, dayCount));
          assert.equal(compare(parts, yearFraction(a, c, dayCount)), 0n);
        }
      }),
    );
  });
});

describe("dates that are none", () => {
  it("SDK-248 are refused with the field and the reason", () => {
    const range = "a whole number from 0 to 1099511627775 is needed";
    for (const bad of [-1n, 2n ** 40n, 1.5, Number.NaN, -1, "0" as unknown as number, undefined as unknown as number]) {
      assert.deepEqual(
        refusal(() => daysBetween(bad, 1n)),
        { field: "from", reason: range },
      );
      assert.deepEqual(
        refusal(() => yearFraction(0n, bad, "actual/360")),
        { field: "to", reason: range },
      );
    }
    assert.deepEqual(
      refusal(() => daysBetween(2n, 1n)),
      { field: "to", reason: "the end lies before the start" },
    );
    assert.deepEqual(
      refusal(() => yearFraction(0n, 1n, "30/360" as DayCount)),
      { field: "dayCount", reason: "it is one of actual/360, actual/365, 30E/360, actual/actual" },
    );
    assert.deepEqual(yearFraction(0n, 2n ** 40n - 1n, "actual/360"), ratio(12_725_829n, 360n));
  });
});
