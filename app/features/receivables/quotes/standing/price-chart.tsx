"use client";

import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { Chart } from "@/components/chart";
import { useLanguage } from "@/i18n/context";
import { pathOf } from "@/lib/places";
import { priceLine } from "../price-line";

const size = { width: 600, height: 200 } as const;

/** What is paid for a claim on each day until it is due: less today, a little more each day, all of it at the end. */
export function PriceChart(props: {
  token: Address;
  face: bigint;
  days: number;
  rateBps: number;
  feeBps: number;
  now: number;
}) {
  const { t, locale } = useLanguage();
  const { token, face, days, rateBps, feeBps, now } = props;
  const money = useMoney(token);
  const line = priceLine({ face, dueAt: now + days * 86_400, at: now, rateBps, feeBps });
  const first = line?.rows[0];
  if (!(line && first)) return null;
  const dayName = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const date = (seconds: bigint) => dayName.format(Number(seconds) * 1_000);
  return (
    <Chart
      title={t("quotes.chart", { amount: money(face), days: t("quotes.days", { n: days }) })}
      words={t("quotes.chartWords", { first: money(first.net) })}
      columns={[t("quotes.day"), t("quotes.paidThen"), t("quotes.discount"), t("quotes.fee")]}
      rows={line.rows.map(({ from, net, discount, fee }) => [date(from), money(net), money(discount), money(fee)])}
      left={[date(first.from), date(line.rows.at(-1)?.from ?? first.from)]}
      size={size}
    >
      <path d={pathOf(line.places, size.width, size.height)} fill="none" stroke="var(--brand)" strokeWidth={2.5} />
    </Chart>
  );
}
