import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  businessDaysAfter,
  calendarOf,
  dueDayFor,
  isBusinessDay,
  monthsAfter,
  nextBusinessDay,
} from "../../src/bills/calendar.ts";
import { calendars } from "../../src/bills/calendars.ts";
import { dateOfDay, dayOfDate } from "../../src/bills/face.ts";
import { isTallystickError } from "../../src/errors.ts";

const next = (calendar: Parameters<typeof nextBusinessDay>[0], date: string): string =>
  dateOfDay(nextBusinessDay(calendar, dayOfDate(date)));

/** Why business days are not known. */
function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(isTallystickError(error, "CalendarUnknown"));
    return error.message;
  }
  assert.fail("nothing was thrown");
}

describe("business days", () => {
  it("SDK-309 are those of the place's table, weekends with business and moved holidays too", () => {
    assert.equal(next("TARGET2", "2026-04-03"), "2026-04-07");
    assert.equal(next("TARGET2", "2026-12-31"), "2026-12-31");
    assert.equal(next("TARGET2", "2026-12-25"), "2026-12-28");
    assert.equal(next("GB", "2026-12-25"), "2026-12-29");
    assert.equal(next("GB", "2028-01-01"), "2028-01-04");
    // A holiday on a Saturday closes nothing there, one on a Sunday the Monday.
    assert.equal(next("US", "2026-07-03"), "2026-07-03");
    assert.equal(next("US", "2027-07-04"), "2027-07-06");
    assert.equal(next("CN", "2026-02-14"), "2026-02-14");
    assert.equal(next("CN", "2026-02-15"), "2026-02-24");
    assert.equal(next("CN", "2026-10-10"), "2026-10-10");
    assert.equal(next("CN", "2026-10-11"), "2026-10-12");
    assert.equal(next("US", "2029-11-11"), "2029-11-13");
    assert.equal(next("US", "2028-11-10"), "2028-11-10");
    assert.equal(next("HK", "2026-04-03"), "2026-04-08");
    assert.equal(next("HK", "2027-02-06"), "2027-02-10");
    assert.equal(next("HK", "2027-12-25"), "2027-12-28");
    assert.equal(next("SG", "2027-02-06"), "2027-02-09");
    assert.equal(next("SG", "2027-05-17"), "2027-05-18");
    assert.equal(next("SG", "2026-05-31"), "2026-06-02");
    assert.equal(dateOfDay(businessDaysAfter("TARGET2", dayOfDate("2026-12-24"), 2)), "2026-12-29");
    assert.equal(businessDaysAfter("GB", 20_000, 0), 20_000);
  });

  it("SDK-309 follow the rules by which the tables were made", () => {
    for (const { closed, open, first, last, source, name } of Object.values(calendars)) {
      assert.match(source, /https:\/\//, name);
      assert.equal(new Set(closed).size, closed.length, name);
      for (const date of closed) assert.equal(dateOfDay(dayOfDate(date)), date);
      // New Year's Day, or what stands for it, is in each year, and no year has more than one calendar's worth.
      for (let year = first; year <= last; year++) {
        const own = closed.filter((date) => date.startsWith(String(year)));
        assert.ok(own.length >= 6 && own.length <= 33, `${name} ${year}`);
        assert.match(own[0] as string, /-01-0[1-3]$/);
      }
      // Who works on a weekend does so on a Saturday or Sunday that is not closed.
      for (const date of open ?? []) {
        assert.ok([0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()), date);
        assert.ok(!closed.includes(date));
      }
    }
    // Easter of each year, by the anonymous Gregorian computus.
    const years = Array.from({ length: 98 }, (_, i) => 2002 + i);
    for (const year of years) {
      const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
      const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
      const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
      const m = Math.floor((a + 11 * h + 22 * l) / 451);
      const [month, day] = [Math.floor((h + l - 7 * m + 114) / 31), ((h + l - 7 * m + 114) % 31) + 1];
      const easter = dayOfDate(new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10));
      const { first, last } = calendars.GB;
      const others = year >= first && year <= last ? (["GB"] as const) : [];
      for (const calendar of ["TARGET2", ...others] as const) {
        assert.ok(!isBusinessDay(calendar, easter - 2) && !isBusinessDay(calendar, easter + 1), `${calendar} ${year}`);
        assert.ok(isBusinessDay(calendar, easter - 3) && isBusinessDay(calendar, easter + 2), `${calendar} ${year}`);
      }
    }
  });

  it("SDK-309 of the euro go on by the rule that its central bank has published, until further notice", () => {
    const of = (year: number): string[] => calendars.TARGET2.closed.filter((date) => date.startsWith(String(year)));
    assert.deepEqual(
      of(2026),
      ["01-01", "04-03", "04-06", "05-01", "12-25", "12-26"].map((day) => `2026-${day}`),
    );
    // Easter Sundays of church calendars, the earliest and the two exceptions of the reckoning among them.
    const easters = ["2008-03-23", "2011-04-24", "2029-04-01", "2030-04-21", "2035-03-25", "2038-04-25", "2049-04-18"];
    for (const easter of [...easters, "2076-04-19"]) {
      const [year, day] = [Number(easter.slice(0, 4)), dayOfDate(easter)];
      assert.deepEqual(of(year).slice(1, 3), [dateOfDay(day - 2), dateOfDay(day + 1)], easter);
      assert.equal(of(year).length, 6);
    }
    assert.equal(next("TARGET2", "2036-12-25"), "2036-12-29");
  });

  it("SDK-309 are as many as were published for each year", () => {
    // Weekends without business aside, where a list names them: general holidays are 17, public holidays 11 and a poll.
    const count = (calendar: keyof typeof calendars, year: number): number =>
      calendars[calendar].closed.filter((date) => date.startsWith(String(year))).length;
    assert.deepEqual(
      [2025, 2026, 2027].map((year) => [count("HK", year), count("SG", year)]),
      [
        [17, 12],
        [17, 11],
        [17, 11],
      ],
    );
    // Of eleven holidays of the Federal Reserve those on Saturdays close nothing, and need not be in the table.
    const closing = (year: number): number =>
      calendars.US.closed.filter(
        (date) => date.startsWith(String(year)) && new Date(`${date}T00:00Z`).getUTCDay() !== 6,
      ).length;
    assert.deepEqual([2025, 2026, 2027, 2028, 2029, 2030].map(closing), [11, 10, 9, 9, 11, 11]);
    for (const year of [2025, 2026, 2027, 2028]) assert.equal(count("GB", year), 8);
  });

  it("SDK-309 are of the country that a place names, and of no other", () => {
    assert.equal(calendarOf("Frankfurt am Main, DE"), "TARGET2");
    assert.equal(calendarOf("London, GB"), "GB");
    assert.equal(calendarOf("上海, CN"), "CN");
    for (const place of ["Basel, CH", "London", "TARGET2", "x, TARGET2", "", "GB", "Paris, fr"]) {
      assert.equal(calendarOf(place), undefined, place);
    }
  });

  it("SDK-309 move a due day, and are never guessed", () => {
    const drawn = dayOfDate("2026-11-27");
    const due = dueDayFor("Frankfurt am Main, DE", { tenor: "afterDate", days: 30 }, drawn);
    assert.deepEqual(
      { ...due, counted: dateOfDay(due.counted), day: dateOfDay(due.day) },
      { counted: "2026-12-27", day: "2026-12-28", calendar: "TARGET2" },
    );
    const fixed = dueDayFor("London, GB", { tenor: "fixedDay", on: "2026-12-28" }, drawn);
    assert.deepEqual([dateOfDay(fixed.counted), dateOfDay(fixed.day)], ["2026-12-28", "2026-12-29"]);
    assert.equal(dueDayFor("London, GB", { tenor: "atSight" }, drawn).day, drawn);
    const sight = dueDayFor("New York, US", { tenor: "afterSight", days: 4 }, dayOfDate("2026-12-21"));
    assert.equal(dateOfDay(sight.day), "2026-12-28");
    const reasons = [
      () => nextBusinessDay("CN", dayOfDate("2027-01-01")),
      // The last day of the table is none, and the next one is beyond it.
      () => nextBusinessDay("GB", dayOfDate("2028-12-30")),
      () => nextBusinessDay("TARGET2", dayOfDate("2100-01-01")),
      () => isBusinessDay("GB", dayOfDate("2024-12-31")),
      () => dueDayFor("Basel, CH", { tenor: "atSight" }, drawn),
    ].map(reasonOf);
    assert.deepEqual(reasons, [
      "The business days of CN are not known: 2027-01-01 is not from 2025 to 2026.",
      "The business days of GB are not known: 2029-01-01 is not from 2025 to 2028.",
      "The business days of TARGET2 are not known: 2100-01-01 is not from 2002 to 2099.",
      "The business days of GB are not known: 2024-12-31 is not from 2025 to 2028.",
      "The business days of Basel, CH are not known: no table is kept for it.",
    ]);
  });

  it("SDK-309 count months to the same number, or to a month's last day", () => {
    const later = (date: string, months: number): string => dateOfDay(monthsAfter(dayOfDate(date), months));
    assert.equal(later("2026-11-27", 3), "2027-02-27");
    assert.equal(later("2026-11-30", 3), "2027-02-28");
    assert.equal(later("2027-11-30", 3), "2028-02-29");
    assert.equal(later("2026-01-31", 1), "2026-02-28");
    assert.equal(later("2026-12-31", 12), "2027-12-31");
    assert.equal(later("2026-12-31", 0), "2026-12-31");
  });
});
