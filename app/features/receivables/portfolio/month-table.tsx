"use client";

import type { CashflowDay } from "@tallystick/sdk/indexer/instruments";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { useLanguage } from "@/i18n/context";
import { useChainNow } from "@/lib/use-chain-now";
import { dayOf, type Month, startOf, weeksOf } from "./months";

/** Monday, 5 January 1970: weeks begin there. */
const aMonday = 4;

/** A month as a calendar: a table of weeks, each day with what is due on it. */
export function MonthTable(props: { month: Month; days: readonly CashflowDay[]; token: Address }) {
  const { t, locale } = useLanguage();
  const today = dayOf(useChainNow());
  const { month, token } = props;
  const flows = new Map(props.days.map((each) => [dayOf(each.day), each]));
  const weekday = (length: "short" | "long", place: number) =>
    new Intl.DateTimeFormat(locale, { weekday: length, timeZone: "UTC" }).format(startOf(aMonday + place) * 1_000);
  const places = [0, 1, 2, 3, 4, 5, 6] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="w-full min-w-[40rem] table-fixed text-sm">
        <caption className="sr-only">{t("portfolio.calendar")}</caption>
        <thead>
          <tr>
            {places.map((place) => (
              <th
                key={place}
                scope="col"
                abbr={weekday("long", place)}
                className="pb-1 text-left font-semibold text-muted"
              >
                {weekday("short", place)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find((day) => day !== undefined)}>
              {week.map((day, i) =>
                day === undefined ? (
                  <td key={places[i]} className="border border-line bg-sunken" />
                ) : (
                  <Day key={places[i]} day={day} flow={flows.get(day)} isToday={day === today} token={token} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Day(props: { day: number; flow: CashflowDay | undefined; isToday: boolean; token: Address }) {
  const { t } = useLanguage();
  const money = useMoney(props.token);
  const { day, flow, isToday } = props;
  return (
    <td
      aria-current={isToday ? "date" : undefined}
      className={`h-20 border border-line p-1.5 align-top ${isToday ? "bg-brand-soft" : ""}`}
    >
      <span className={isToday ? "font-semibold text-brand" : "text-muted"}>
        {new Date(startOf(day) * 1_000).getUTCDate()}
      </span>
      {flow && flow.incoming > 0n ? (
        <span className="block text-brand tabular-nums">
          {t("portfolio.comesIn", { amount: money(flow.incoming) })}
        </span>
      ) : null}
      {flow && flow.outgoing > 0n ? (
        <span className="block text-wood-ink tabular-nums">
          {t("portfolio.goesOut", { amount: money(flow.outgoing) })}
        </span>
      ) : null}
    </td>
  );
}
