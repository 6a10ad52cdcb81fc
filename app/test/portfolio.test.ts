import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Ageing, CashflowDay } from "@tallystick/sdk/indexer/instruments";
import { numberWord } from "@tallystick/sdk/instruments/terms";
import { portfolioChoiceOf } from "../features/receivables/portfolio/choice.ts";
import { cashDeadlines, holdingsCsv, type SavedLot } from "../features/receivables/portfolio/files.ts";
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
import {
  flowByMonth,
  flowOf,
  flowsIn,
  openByAge,
  openSum,
  rowOf,
  tokensOf,
} from "../features/receivables/portfolio/sums.ts";
import { barsOf, heightOf } from "../lib/bars.ts";
import { calendarFile } from "../lib/calendar.ts";
import { parseDelimited } from "../lib/csv.ts";
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

const eurx = "0x00000000000000000000000000000000000000e1";
const usdx = "0x00000000000000000000000000000000000000D1";
const party = "0x00000000000000000000000000000000000000aa";

describe("sums of a portfolio", () => {
  const ageing: Ageing = {
    token: eurx,
    notDue: { count: 3, open: 2n ** 93n },
    days1To30: { count: 1, open: 5n },
    days31To60: { count: 0, open: 0n },
    days61To90: { count: 2, open: 7n },
    over90: { count: 1, open: 1n },
  };
  it("APP-184 add up exactly, and what is due already is overdue", () => {
    assert.deepEqual(openSum(ageing), { count: 7, open: 2n ** 93n + 13n, overdue: 13n });
    assert.deepEqual(openSum(undefined), { count: 0, open: 0n, overdue: 0n });
    assert.deepEqual(openByAge(ageing), [2n ** 93n, 5n, 0n, 7n, 1n]);
    assert.deepEqual(openByAge(undefined), [0n, 0n, 0n, 0n, 0n]);
  });
  it("APP-184 keep tokens apart, however their addresses are spelled", () => {
    const lower = usdx.toLowerCase() as typeof usdx;
    assert.deepEqual(tokensOf([{ token: eurx }, { token: usdx }], [{ token: lower }]), [eurx, lower]);
    assert.equal(rowOf([{ token: lower }], usdx)?.token, lower);
    assert.equal(rowOf([{ token: eurx }], usdx), undefined);
  });
  it("APP-186 put each day into its month, and leave out what is beyond", () => {
    const on = (text: string, incoming: bigint, outgoing = 0n) => ({
      day: second(`${text}T00:00:00Z`),
      incoming,
      outgoing,
    });
    const months = flowByMonth(
      [
        on("2026-10-31", 9n),
        on("2026-11-01", 1n),
        on("2026-11-30", 2n, 5n),
        on("2027-01-15", 4n),
        on("2027-02-01", 8n),
      ],
      { year: 2026, month: 11 },
      3,
    );
    assert.deepEqual(months, [
      { year: 2026, month: 11, incoming: 3n, outgoing: 5n },
      { year: 2026, month: 12, incoming: 0n, outgoing: 0n },
      { year: 2027, month: 1, incoming: 4n, outgoing: 0n },
    ]);
    assert.deepEqual(flowOf(months), { incoming: 7n, outgoing: 5n });
  });
  it("APP-186 tell a month's days, and what was open before it, from a span that holds it", () => {
    const on = (text: string, incoming: bigint): CashflowDay => {
      return { token: eurx, day: second(`${text}T00:00:00Z`), incoming, outgoing: 1n };
    };
    const [first, last, next] = [on("2026-11-01", 2n), on("2026-11-30", 4n), on("2026-12-01", 8n)];
    const known = {
      first: { year: 2026, month: 11 },
      days: [first, last, next],
      earlier: { incoming: 100n, outgoing: 0n },
    };
    assert.deepEqual(flowsIn(known, { year: 2026, month: 11 }, 12), { days: [first, last], earlier: known.earlier });
    assert.deepEqual(flowsIn(known, { year: 2027, month: 1 }, 12), {
      days: [],
      earlier: { incoming: 114n, outgoing: 3n },
    });
    assert.deepEqual(flowsIn(known, { year: 2026, month: 12 }, 12)?.days, [next]);
    for (const beyond of [
      { year: 2026, month: 10 },
      { year: 2027, month: 11 },
    ]) {
      assert.equal(flowsIn(known, beyond, 12), undefined);
    }
  });
});

describe("what is chosen on the portfolio's page", () => {
  const choiceOf = (query: string) => portfolioChoiceOf(new URLSearchParams(query));
  it("APP-183 stands in its address, and what is none of it is left out", () => {
    assert.deepEqual(choiceOf(`account=${party}&token=${eurx}&month=2026-11&view=list&status=overdue&order=open`), {
      account: party,
      token: eurx,
      month: { year: 2026, month: 11 },
      view: "list",
      status: "overdue",
      order: "open",
    });
    const nothing = {
      account: undefined,
      token: undefined,
      month: undefined,
      view: "month",
      status: undefined,
      order: "due",
    };
    assert.deepEqual(choiceOf(""), nothing);
    assert.deepEqual(
      choiceOf("account=0x12&token=x&month=2026-13&view=__proto__&status=toString&order=constructor"),
      nothing,
    );
  });
});

describe("files of a portfolio", () => {
  const lot: SavedLot = {
    receivable: 7n,
    id: 2n ** 255n,
    number: numberWord("INV-2026/007"),
    debtor: party,
    creditor: party,
    status: "overdue",
    dueBy: 1_790_000_000,
    units: 1_000_000,
    face: 10_000_000_000n,
    open: 9_999_999_999n,
    collectable: 1n,
    token: eurx,
    tier: 3,
  };
  it("APP-187 tell lots with exact amounts, whole ids and times in UTC", () => {
    const [head, row] = parseDelimited(
      holdingsCsv([lot], () => ({ symbol: "EURX", decimals: 6 })),
      ",",
      10,
    );
    assert.equal(head?.length, row?.length);
    assert.deepEqual(row, [
      "INV2026007",
      "7",
      String(2n ** 255n),
      party,
      party,
      "overdue",
      "2026-09-21T14:13:20Z",
      "1000000",
      "10000",
      "9999.999999",
      "0.000001",
      "EURX",
      eurx,
      "3",
    ]);
  });
  it("APP-187 go on with a table without its head", () => {
    const words = () => ({ symbol: "EURX", decimals: 6 });
    const whole = holdingsCsv([lot, { ...lot, tier: 4 }], words);
    assert.equal(holdingsCsv([lot], words) + holdingsCsv([{ ...lot, tier: 4 }], words, false), whole);
  });
  it("APP-187 tell base units where the token says nothing, and let no symbol become a formula", () => {
    const [, row] = parseDelimited(
      holdingsCsv([lot], () => undefined),
      ",",
      10,
    );
    assert.deepEqual(row?.slice(8, 12), ["10000000000", "9999999999", "1", ""]);
    const [, evil] = parseDelimited(
      holdingsCsv([lot], () => ({ symbol: "=1+1", decimals: 6 })),
      ",",
      10,
    );
    assert.equal(evil?.[11], "'=1+1");
  });
  it("APP-187 put what comes in and what goes out into the calendar, each with a name that stays", () => {
    const day = (seconds: number, incoming: bigint, outgoing: bigint): CashflowDay => {
      return { token: usdx, day: seconds, incoming, outgoing };
    };
    const deadlines = cashDeadlines([day(86_400, 5n, 0n), day(172_800, 1n, 2n)], (kind, amount) => `${kind} ${amount}`);
    assert.deepEqual(
      deadlines.map(({ name, at, summary }) => [name, at, summary]),
      [
        [`${usdx.toLowerCase()}-86400-incoming`, 86_400, "incoming 5"],
        [`${usdx.toLowerCase()}-172800-incoming`, 172_800, "incoming 1"],
        [`${usdx.toLowerCase()}-172800-outgoing`, 172_800, "outgoing 2"],
      ],
    );
    const about = {
      family: "Receivables",
      id: "31337-0xaa",
      url: "http://localhost:3000/receivables/portfolio",
      stamp: 1,
    };
    const file = calendarFile(deadlines, about);
    assert.equal(file.split("BEGIN:VEVENT").length - 1, 3);
    assert.match(file, /PRODID:-\/\/Tallystick\/\/Receivables\/\/EN\r\n/);
    assert.match(file, /DTSTART:19700102T000000Z\r\n/);
  });
});
