"use client";

import { useLanguage } from "@/i18n/context";
import { formatBytes, formatDate } from "@/lib/format";
import type { DatasetView } from "./use-dataset";

export function Versions(props: { view: DatasetView }) {
  const { t, locale } = useLanguage();
  const { indexed, opened } = props.view;
  const known = indexed?.versions.map(({ version, publishedAt, size }) => ({ version, publishedAt, size }));
  const proved = opened?.versions
    .map(({ version, anchor }) => ({ version, publishedAt: undefined, size: anchor.size }))
    .reverse();
  const versions = known ?? proved ?? [];
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-4 text-xl">
        {t("market.versions", { n: versions.length })}
      </h2>
      <ul className="divide-y divide-line rounded-xl border border-line">
        {versions.map(({ version, publishedAt, size }) => (
          <li key={version} className="flex justify-between gap-4 px-4 py-2.5 text-sm">
            <span className="font-medium">{t("market.versionNumber", { version })}</span>
            <span className="text-muted">
              {formatBytes(size, locale)}
              {publishedAt ? ` · ${formatDate(publishedAt, locale)}` : ""}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
