"use client";

import type { CashflowDay } from "@tallystick/sdk/indexer/instruments";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { Go } from "@/lib/use-in-address";
import { type CalendarView, calendarViews, type PortfolioChoice } from "./choice";
import { MonthTable } from "./month-table";
import { type Month, monthAfter, monthText, spanOf } from "./months";
import { flowOf, flowsIn } from "./sums";
import { monthsAhead, type PortfolioView, useFlows } from "./use-portfolio";

/** What comes in and goes out on each day of a month. */
export function CashCalendar(props: {
  account: Address;
  token: Address;
  view: PortfolioView;
  choice: PortfolioChoice;
  go: Go;
}) {
  const { account, token, view, choice, go } = props;
  const { t } = useLanguage();
  const money = useMoney(token);
  const monthName = useMonthName();
  const present = view.first;
  const month = choice.month ?? present;
  const { from, until } = spanOf(month);
  const known = flowsIn(view, month, monthsAhead);
  const found = useFlows(account, token, { from, to: until - 1 }, known === undefined);
  const flows = known ?? found.data;
  const days = flows?.days ?? [];
  const sum = flowOf(days);
  const turnTo = (to: Month) => go({ month: monthText(to) });
  return (
    <section aria-labelledby="calendar" className="card p-5">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
        <div className="max-w-xl">
          <h2 id="calendar" className="font-semibold">
            {t("portfolio.calendar")}
          </h2>
          <p className="text-sm text-muted">{t("portfolio.calendarWords")}</p>
        </div>
        <div className="w-36">
          <SelectField<CalendarView>
            label={t("portfolio.view")}
            value={choice.view}
            options={calendarViews.map((value) => ({
              value,
              label: t(value === "month" ? "portfolio.asMonth" : "portfolio.asList"),
            }))}
            onChange={(view) => go({ view })}
          />
        </div>
      </div>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Button small onClick={() => turnTo(monthAfter(month, -1))}>
          {t("portfolio.earlier")}
        </Button>
        <h3 className="min-w-40 text-center text-lg">{monthName(month)}</h3>
        <Button small onClick={() => turnTo(monthAfter(month, 1))}>
          {t("portfolio.later")}
        </Button>
        {monthText(month) === monthText(present) ? null : (
          <Button small look="quiet" onClick={() => go({ month: "" })}>
            {t("portfolio.thisMonth")}
          </Button>
        )}
      </div>
      {known ? null : <QueryState query={found} />}
      {flows ? (
        <>
          <p role="status" className="mb-3 text-sm">
            {days.length === 0
              ? t("portfolio.nothingDueThen")
              : t("portfolio.monthSum", {
                  month: monthName(month),
                  incoming: money(sum.incoming),
                  outgoing: money(sum.outgoing),
                })}
          </p>
          {flows.earlier.incoming + flows.earlier.outgoing > 0n ? (
            <p className="mb-3 text-sm text-muted">
              {t("portfolio.earlierOpen", {
                incoming: money(flows.earlier.incoming),
                outgoing: money(flows.earlier.outgoing),
              })}
            </p>
          ) : null}
          {choice.view === "month" ? <MonthTable month={month} days={days} token={token} /> : null}
          {choice.view === "list" && days.length > 0 ? <DayList days={days} token={token} /> : null}
        </>
      ) : null}
    </section>
  );
}

/** A month by its name, in the reader's language; the days are UTC's. */
export function useMonthName(): (month: Month, short?: boolean) => string {
  const { locale } = useLanguage();
  return ({ year, month }, short) =>
    new Intl.DateTimeFormat(locale, { year: "numeric", month: short ? "short" : "long", timeZone: "UTC" }).format(
      Date.UTC(year, month - 1),
    );
}

function DayList(props: { days: readonly CashflowDay[]; token: Address }) {
  const { t, locale } = useLanguage();
  const money = useMoney(props.token);
  const dayName = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{t("portfolio.calendar")}</caption>
        <thead>
          <tr className="border-b border-line-strong text-left">
            {(["day", "incoming", "outgoing"] as const).map((column) => (
              <th key={column} scope="col" className="py-2 pr-4 font-semibold">
                {t(`portfolio.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.days.map(({ day, incoming, outgoing }) => (
            <tr key={day} className="border-b border-line tabular-nums last:border-0">
              <th scope="row" className="py-2 pr-4 text-left font-normal">
                {dayName.format(day * 1_000)}
              </th>
              <td className="py-2 pr-4">{incoming > 0n ? money(incoming) : "–"}</td>
              <td className="py-2 pr-4">{outgoing > 0n ? money(outgoing) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
