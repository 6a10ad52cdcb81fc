// Days on which banks are closed, Saturdays and Sundays aside, by the place of payment. Each table ends where what was
// published ends: a rule that was published goes on, a list does not.

/** A place's business days. Dates as "2026-12-31". */
export interface Calendar {
  readonly name: string;
  /** First and last year that the table has. */
  readonly first: number;
  readonly last: number;
  /** Who published the dates, or the rule for them, and when. */
  readonly source: string;
  /** Days without business; those that fall on a Saturday or Sunday may be left out. */
  readonly closed: readonly string[];
  /** Saturdays and Sundays with business. */
  readonly open?: readonly string[];
}

export type CalendarId = "TARGET2" | "GB" | "US" | "CN" | "HK" | "SG";

/** Countries with the euro (ISO 3166). */
export const EURO: readonly string[] = [
  ...["AT", "BE", "BG", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MT", "NL"],
  ...["PT", "SI", "SK"],
];

const dates = (year: number, days: string): string[] => days.split(" ").map((day) => `${year}-${day}`);

/** Easter Sunday of a year from 1900 to 2099, as a number of days after 22 March (Gauss). */
function easterAfterMarch22(year: number): number {
  const moon = (19 * (year % 19) + 24) % 30;
  const sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7;
  const isTooLate = sunday === 6 && (moon === 29 || (moon === 28 && year % 19 > 10));
  return moon + sunday - (isTooLate ? 7 : 0);
}

/** Closing days of TARGET in a year, by the rule of the European Central Bank. */
function targetDays(year: number): string[] {
  const aroundEaster = (days: number): string =>
    new Date(Date.UTC(year, 2, 22 + easterAfterMarch22(year) + days)).toISOString().slice(0, 10);
  return [`${year}-01-01`, aroundEaster(-2), aroundEaster(1), ...dates(year, "05-01 12-25 12-26")];
}

/** First and last year of TARGET's rule: from 2002 on, until further notice. */
const TARGET_YEARS = { first: 2002, last: 2099 } as const;

export const calendars: Readonly<Record<CalendarId, Calendar>> = {
  TARGET2: {
    name: "TARGET (euro)",
    ...TARGET_YEARS,
    // New Year's Day, Good Friday, Easter Monday, 1 May, Christmas Day and 26 December: opened and read.
    source:
      "European Central Bank, long-term calendar for TARGET closing days, 14 December 2000: " +
      "https://www.ecb.europa.eu/press/pr/date/2000/html/pr001214_4.en.html",
    closed: Array.from({ length: TARGET_YEARS.last - TARGET_YEARS.first + 1 }, (_, i) =>
      targetDays(TARGET_YEARS.first + i),
    ).flat(),
  },
  GB: {
    name: "England and Wales",
    first: 2025,
    last: 2028,
    // The Act names Easter Monday, the last Mondays in May and August, and 26 December: opened. What is proclaimed besides
    // (New Year, the first Monday in May, substitute days) is GOV.UK's list to 2028, as others have copied it.
    source:
      "GOV.UK, bank holidays in England and Wales: https://www.gov.uk/bank-holidays; " +
      "Banking and Financial Dealings Act 1971, schedule 1: https://www.legislation.gov.uk/ukpga/1971/80/schedule/1",
    closed: [
      ...dates(2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
      ...dates(2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
      ...dates(2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
      ...dates(2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
    ],
  },
  US: {
    name: "United States (Federal Reserve)",
    first: 2025,
    last: 2030,
    // Both opened. A holiday on a Saturday closes no day of the Banks, one on a Sunday the Monday after it.
    source:
      "Federal Reserve, K.8, holidays observed 2026 to 2030, 31 December 2025: " +
      "https://www.federalreserve.gov/aboutthefed/k8.htm; 2025: https://richmondfed.org/about_us/holiday_schedule",
    closed: [
      ...dates(2025, "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25"),
      ...dates(2026, "01-01 01-19 02-16 05-25 06-19 09-07 10-12 11-11 11-26 12-25"),
      ...dates(2027, "01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25"),
      ...dates(2028, "01-01 01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-23 12-25"),
      ...dates(2029, "01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25"),
      ...dates(2030, "01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25"),
    ],
  },
  CN: {
    name: "China (mainland)",
    first: 2025,
    last: 2026,
    // Both notices opened; that for 2027 was not published when this was written.
    source:
      "国务院办公厅关于2025年部分节假日安排的通知, 12 November 2024: https://m.gmw.cn/2024-11/12/content_1303894933.htm; " +
      "…2026年…, 4 November 2025: https://politics.gmw.cn/2025-11/04/content_38391083.htm",
    closed: [
      ...dates(2025, "01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06"),
      ...dates(2025, "05-01 05-02 05-03 05-04 05-05 05-31 06-01 06-02"),
      ...dates(2025, "10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08"),
      ...dates(2026, "01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06"),
      ...dates(2026, "05-01 05-02 05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27"),
      ...dates(2026, "10-01 10-02 10-03 10-04 10-05 10-06 10-07"),
    ],
    open: [...dates(2025, "01-26 02-08 04-27 09-28 10-11"), ...dates(2026, "01-04 02-14 02-28 05-09 09-20 10-10")],
  },
  HK: {
    name: "Hong Kong",
    first: 2025,
    last: 2027,
    // The release of 2026 opened (in Chinese: P2025051300354); those of 2025 and 2027 as others have copied them, alike.
    source:
      "Hong Kong government, general holidays, 3 May 2024: " +
      "https://www.info.gov.hk/gia/general/202405/03/P2024043000417.htm; " +
      "16 May 2025: https://www.info.gov.hk/gia/general/202505/16/P2025051300353.htm; " +
      "15 May 2026: https://www.info.gov.hk/gia/general/202605/15/P2026051400300.htm",
    closed: [
      ...dates(2025, "01-01 01-29 01-30 01-31 04-04 04-18 04-19 04-21 05-01 05-05 05-31 07-01 10-01 10-07 10-29"),
      ...dates(2025, "12-25 12-26"),
      ...dates(2026, "01-01 02-17 02-18 02-19 04-03 04-04 04-06 04-07 05-01 05-25 06-19 07-01 09-26 10-01 10-19"),
      ...dates(2026, "12-25 12-26"),
      ...dates(2027, "01-01 02-06 02-08 02-09 03-26 03-27 03-29 04-05 05-01 05-13 06-09 07-01 09-16 10-01 10-08"),
      ...dates(2027, "12-25 12-27"),
    ],
  },
  SG: {
    name: "Singapore",
    first: 2025,
    last: 2027,
    // As the press and others have copied the ministry's releases, alike; 3 May 2025 was polling day.
    source:
      "Ministry of Manpower, public holidays, 16 June 2025: " +
      "https://www.mom.gov.sg/newsroom/press-releases/2025/0616-public-holidays-for-2026; " +
      "18 June 2026: https://www.mom.gov.sg/newsroom/press-releases/2026/0618-public-holidays-for-2027; " +
      "2025: https://www.mom.gov.sg/employment-practices/public-holidays",
    closed: [
      ...dates(2025, "01-01 01-29 01-30 03-31 04-18 05-01 05-03 05-12 06-07 08-09 10-20 12-25"),
      ...dates(2026, "01-01 02-17 02-18 03-21 04-03 05-01 05-27 06-01 08-10 11-09 12-25"),
      ...dates(2027, "01-01 02-06 02-08 03-10 03-26 05-01 05-17 05-20 08-09 10-28 12-25"),
    ],
  },
};
