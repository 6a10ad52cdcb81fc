// Days on which banks are closed, Saturdays and Sundays aside, by the place of payment. Each table ends where what was
// published ends.

/** A place's business days. Dates as "2026-12-31". */
export interface Calendar {
  readonly name: string;
  /** First and last year that the table has. */
  readonly first: number;
  readonly last: number;
  /** Where the dates are from. */
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

export const calendars: Readonly<Record<CalendarId, Calendar>> = {
  TARGET2: {
    name: "TARGET (euro)",
    first: 2025,
    last: 2028,
    source:
      "European Central Bank, long-term calendar for TARGET closing days, 14 December 2000: " +
      "https://www.ecb.europa.eu/press/pr/date/2000/html/pr001214_4.en.html",
    closed: [
      ...dates(2025, "01-01 04-18 04-21 05-01 12-25 12-26"),
      ...dates(2026, "01-01 04-03 04-06 05-01 12-25 12-26"),
      ...dates(2027, "01-01 03-26 03-29 05-01 12-25 12-26"),
      ...dates(2028, "01-01 04-14 04-17 05-01 12-25 12-26"),
    ],
  },
  GB: {
    name: "England and Wales",
    first: 2025,
    last: 2028,
    source: "GOV.UK, bank holidays in England and Wales: https://www.gov.uk/bank-holidays",
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
    last: 2027,
    // A holiday on a Saturday closes no day, one on a Sunday the Monday after it.
    source: "Federal Reserve Bank of Richmond, holiday schedule: https://richmondfed.org/about_us/holiday_schedule",
    closed: [
      ...dates(2025, "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25"),
      ...dates(2026, "01-01 01-19 02-16 05-25 06-19 09-07 10-12 11-11 11-26 12-25"),
      ...dates(2027, "01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25"),
    ],
  },
  CN: {
    name: "China (mainland)",
    first: 2025,
    last: 2026,
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
    last: 2026,
    source:
      "Hong Kong government, general holidays: https://www.gov.hk/en/about/abouthk/holiday/2026.htm (and 2025.htm)",
    closed: [
      ...dates(2025, "01-01 01-29 01-30 01-31 04-04 04-18 04-19 04-21 05-01 05-05 05-31 07-01 10-01 10-07 10-29"),
      ...dates(2025, "12-25 12-26"),
      ...dates(2026, "01-01 02-17 02-18 02-19 04-03 04-04 04-06 04-07 05-01 05-25 06-19 07-01 09-26 10-01 10-19"),
      ...dates(2026, "12-25 12-26"),
    ],
  },
  SG: {
    name: "Singapore",
    first: 2025,
    last: 2026,
    source: "Ministry of Manpower, public holidays: https://www.mom.gov.sg/employment-practices/public-holidays",
    closed: [
      ...dates(2025, "01-01 01-29 01-30 03-31 04-18 05-01 05-03 05-12 06-07 08-09 10-20 12-25"),
      ...dates(2026, "01-01 02-17 02-18 03-21 04-03 05-01 05-27 06-01 08-10 11-09 12-25"),
    ],
  },
};
