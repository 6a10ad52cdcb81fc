"use client";

import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { Chart } from "@/components/chart";
import { useNetwork } from "@/components/config";
import { Button } from "@/components/ui";
import { saveBlob } from "@/features/library/save";
import { useLanguage } from "@/i18n/context";
import { Bars, barColours, barsSize } from "./bars";
import { useMonthName } from "./cash-calendar";
import { flowByMonth, flowOf } from "./sums";
import { monthsAhead, type PortfolioView } from "./use-portfolio";

/** What comes in and goes out in the next twelve months, with a file for calendars. */
export function YearChart(props: { account: Address; token: Address; view: PortfolioView }) {
  const { account, token, view } = props;
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const money = useMoney(token);
  const monthName = useMonthName();
  const { days, first } = view;
  const flows = flowByMonth(days, first, monthsAhead);
  const sum = flowOf(flows);
  const save = async () => {
    const [{ calendarFile }, { cashDeadlines }] = await Promise.all([import("@/lib/calendar"), import("./files")]);
    const deadlines = cashDeadlines(days, (kind, amount) =>
      t(kind === "incoming" ? "portfolio.eventIn" : "portfolio.eventOut", { amount: money(amount) }),
    );
    const file = calendarFile(deadlines, {
      family: "Receivables",
      id: `${chainId}-${account.toLowerCase()}`,
      url: `${window.location.origin}/receivables/portfolio?account=${account}&token=${token}`,
      stamp: Math.floor(Date.now() / 1_000),
    });
    saveBlob(new Blob([file]), `receivables-${account.slice(0, 8)}.ics`);
  };
  return (
    <section aria-labelledby="year" className="card p-5">
      <h2 id="year" className="sr-only">
        {t("portfolio.yearAhead")}
      </h2>
      <Chart
        title={t("portfolio.yearAhead")}
        words={t("portfolio.yearAheadWords", {
          from: monthName(first),
          incoming: money(sum.incoming),
          outgoing: money(sum.outgoing),
        })}
        columns={[t("portfolio.month"), t("portfolio.incoming"), t("portfolio.outgoing"), t("portfolio.balance")]}
        rows={flows.map((each) => [
          monthName(each),
          money(each.incoming),
          money(each.outgoing),
          money(each.incoming - each.outgoing),
        ])}
        legend={[
          { name: t("portfolio.incoming"), colour: barColours[0], dash: undefined },
          { name: t("portfolio.outgoing"), colour: barColours[1], dash: undefined },
        ]}
        marks={flows.map((each) => monthName(each, true))}
        size={barsSize}
      >
        <Bars series={[flows.map(({ incoming }) => incoming), flows.map(({ outgoing }) => outgoing)]} />
      </Chart>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button small disabled={days.length === 0} onClick={() => void save()}>
          {t("portfolio.saveCalendar")}
        </Button>
        <p className="text-sm text-muted">{t("portfolio.saveCalendarHint")}</p>
      </div>
    </section>
  );
}
