import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  dayOf,
  monthAfter,
  monthIn,
  monthOf,
  monthText,
  spanOf,
  startOf,
  weeksOf,
} from "../features/receivables/portfolio/months.ts";
import { barsOf, heightOf } from "../lib/bars.ts";
import { csvText, isoTime } from "../lib/csv-text.ts";

const second = (text: string) => Date.parse(text) / 1_000;

describe("months of the calendar", () => {
  it("APP-186 puts a second into its day and month in UTC, whatever zone the reader is in", () => {
    assert.equal(dayOf(second("2026-09-30T23:59:59Z")) + 1, dayOf(second("2026-10-01T00:00:00Z")));
    assert.deepEqual(monthOf(second("2026-09-30T23:59:59Z")), { year: 2026, month: 9 });
    assert.deepEqual(monthOf(second("2026-10-01T00:00:00Z")), { year: 2026, month: 10 });
    assert.equal(startOf(dayOf(second("2026-10-01T12:34:56Z"))), second("2026-10-01T00:00:00Z"));
  });
  it("APP-186 reads the month in an address, and nothing else", () => {
    assert.deepEqual(monthIn("2026-09"), { year: 2026, month: 9 });
    assert.equal(monthText({ year: 2026, month: 9 }), "2026-09");
    for (const text of ["", "2026", "2026-13", "2026-00", "2026-9", "1969-12", "12026-01", "2026-09-01", "x2026-09"]) {
      assert.equal(monthIn(text), undefined, text);
    }
  });
  it("APP-186 turns over the years, and stops where they end", () => {
    assert.deepEqual(monthAfter({ year: 2026, month: 12 }, 1), { year: 2027, month: 1 });
    assert.deepEqual(monthAfter({ year: 2027, month: 1 }, -1), { year: 2026, month: 12 });
    assert.deepEqual(monthAfter({ year: 1970, month: 1 }, -1), { year: 1970, month: 1 });
    assert.deepEqual(monthAfter({ year: 9_999, month: 12 }, 1), { year: 9_999, month: 12 });
  });
  it("APP-186 lays a month out in weeks from Monday to Sunday, each day once", () => {
    for (const text of ["2026-02", "2024-02", "2026-03", "2026-11", "2027-08", "1970-01", "9999-12"]) {
      const month = monthIn(text);
      assert.ok(month);
      const weeks = weeksOf(month);
      const { from, until } = spanOf(month);
      const days = weeks.flat().filter((day) => day !== undefined);
      assert.deepEqual(
        days,
        Array.from({ length: (until - from) / 86_400 }, (_, i) => dayOf(from) + i),
        text,
      );
      for (const week of weeks) {
        assert.equal(week.length, 7, text);
        assert.ok(
          week.some((day) => day !== undefined),
          `${text} has an empty week`,
        );
        for (const [i, day] of week.entries()) {
          if (day === undefined) continue;
          assert.equal((new Date(startOf(day) * 1_000).getUTCDay() + 6) % 7, i, text);
        }
      }
    }
    // February 2027 begins on a Monday and fills four weeks exactly.
    assert.equal(weeksOf({ year: 2027, month: 2 }).length, 4);
    assert.equal(weeksOf({ year: 2026, month: 8 }).length, 6);
  });
});

describe("bars of a chart", () => {
  it("APP-184 stands side by side, within the chart, as parts of the highest of all series", () => {
    const bars = barsOf([
      [100n, 50n, 0n],
      [25n, 200n, 1n],
    ]);
    assert.deepEqual(
      bars.map(({ series, place, height }) => [series, place, height]),
      [
        [0, 0, 0.5],
        [0, 1, 0.25],
        [0, 2, 0],
        [1, 0, 0.125],
        [1, 1, 1],
        [1, 2, 0.01],
      ],
    );
    const inOrder = bars.toSorted((a, b) => a.x - b.x);
    for (const [i, bar] of inOrder.entries()) {
      const next = inOrder[i + 1];
      assert.ok(bar.x >= 0 && bar.x + bar.width <= 1);
      if (next) assert.ok(bar.x + bar.width <= next.x + 1e-9, "two bars overlap");
      assert.equal(Math.floor(bar.x * 3), bar.place, "a bar stands in another's place");
    }
  });
  it("APP-184 is exact for amounts that no float holds, and draws nothing for nothing", () => {
    const huge = 2n ** 95n;
    assert.equal(heightOf(huge / 4n, huge), 0.25);
    assert.equal(heightOf(1n, huge), 0.01, "what is there is seen");
    assert.equal(heightOf(0n, 0n), 0);
    assert.deepEqual(barsOf([]), []);
    assert.deepEqual(barsOf([[]]), []);
  });
});

describe("tables for other programs", () => {
  it("APP-187 keep what is in a cell, and let none become a formula", () => {
    assert.equal(csvText([["a", 'say "b"'], ["=1+1", "x,y"], ["-1"]]), 'a,"say ""b"""\r\n\'=1+1,"x,y"\r\n\'-1\r\n');
    assert.equal(isoTime(1_790_000_000), "2026-09-21T14:13:20Z");
  });
});
