"use client";

import type { PowerPoint } from "@tallystick/sdk/indexer/members";
import { useMoney } from "@/components/amount";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { stepPath } from "./steps";

/** An account's power over time: a line in steps, and the same as a table for who can't see it. */
export function PowerChart(props: { points: readonly PowerPoint[] }) {
  const { points } = props;
  const { t, locale } = useLanguage();
  const { tallyToken } = useContracts();
  const money = useMoney(tallyToken);
  if (points.length === 0) return <p className="text-muted">{t("delegates.noHistory")}</p>;
  return (
    <>
      <svg viewBox="0 0 400 120" preserveAspectRatio="none" aria-hidden="true" className="h-32 w-full">
        <path d={stepPath(points, { width: 400, height: 120 })} fill="none" stroke="var(--brand)" strokeWidth="2" />
      </svg>
      <details className="mt-2">
        <summary className="cursor-pointer text-sm">{t("delegates.asTable")}</summary>
        <table className="mt-2 w-full text-sm">
          <thead>
            <tr className="text-left">
              <th scope="col">{t("delegates.when")}</th>
              <th scope="col">{t("delegates.power")}</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ at, power }) => (
              <tr key={at}>
                <td className="text-muted">{formatTime(at, locale)}</td>
                <td className="tabular-nums">{money(power)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
