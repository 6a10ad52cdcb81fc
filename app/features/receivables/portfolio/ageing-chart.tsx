"use client";

import type { Ageing } from "@tallystick/sdk/indexer/instruments";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { Chart } from "@/components/chart";
import { useLanguage } from "@/i18n/context";
import { formatShare } from "@/lib/format";
import { Bars, barColours, barsSize } from "./bars";
import { ages, openByAge, openSum } from "./sums";

/** How old what is held and owed is. */
export function AgeingChart(props: { token: Address; held: Ageing | undefined; owed: Ageing | undefined }) {
  const { t, locale } = useLanguage();
  const money = useMoney(props.token);
  const { held, owed } = props;
  const [heldSum, owedSum] = [openSum(held), openSum(owed)];
  const series = [openByAge(held), openByAge(owed)];
  return (
    <section aria-labelledby="ageing" className="card p-5">
      <h2 id="ageing" className="sr-only">
        {t("portfolio.ageing")}
      </h2>
      <Chart
        title={t("portfolio.ageing")}
        words={t("portfolio.ageingWords", {
          held: money(heldSum.open),
          overdue: money(heldSum.overdue),
          share: formatShare(heldSum.overdue, heldSum.open, locale),
          owed: money(owedSum.open),
          owedOverdue: money(owedSum.overdue),
        })}
        columns={[t("portfolio.bucket"), t("portfolio.held"), t("portfolio.claims"), t("portfolio.owed")]}
        rows={ages.map((age, i) => [
          t(`portfolio.age_${age}`),
          money(series[0]?.[i] ?? 0n),
          String(held?.[age].count ?? 0),
          money(series[1]?.[i] ?? 0n),
        ])}
        legend={[
          { name: t("portfolio.held"), colour: barColours[0], dash: undefined },
          { name: t("portfolio.owed"), colour: barColours[1], dash: undefined },
        ]}
        marks={ages.map((age) => t(`portfolio.age_${age}`))}
        size={barsSize}
      >
        <Bars series={series} />
      </Chart>
    </section>
  );
}
