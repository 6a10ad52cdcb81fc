"use client";

import Link from "next/link";
import { Amount } from "@/components/amount";
import { buttonClass } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatDate } from "@/lib/format";
import type { DatasetView } from "./use-dataset";
import { useTariffs } from "./use-tariffs";

/** What each access costs whoever has no right, where the owner sells by use. */
export function ByUse(props: { view: DatasetView; mine: boolean }) {
  const { t, locale } = useLanguage();
  const { view } = props;
  const tariffs = useTariffs(view.id);
  if (!tariffs.data || tariffs.data.length === 0) return null;
  const id = `0x${view.id.toString(16).padStart(64, "0")}`;
  return (
    <section aria-labelledby="by-use" className="grid gap-3">
      <h2 id="by-use" className="text-xl">
        {t("tariff.byUse")}
      </h2>
      <ul className="grid gap-3">
        {tariffs.data.map(({ value }) => (
          <li key={value.token} className="card p-5">
            <p className="flex items-baseline justify-between gap-2">
              <Amount value={value.price} token={value.token} className="text-2xl font-semibold" />
              <span className="text-sm text-muted">{t("tariff.each")}</span>
            </p>
            <p className="mt-2 text-sm text-muted">
              {t("tariff.explained")} {t("tariff.until", { time: formatDate(value.validUntil, locale) })}.
            </p>
            {props.mine ? null : (
              <p className="mt-3 flex flex-wrap gap-2">
                <Link
                  href={`/tabs?provider=${value.provider}&token=${value.token}`}
                  className={buttonClass("secondary", true)}
                >
                  {t("tariff.openTab")}
                </Link>
                <Link href={`/library/${id}`} className={buttonClass("secondary", true)}>
                  {t("tariff.read")}
                </Link>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
