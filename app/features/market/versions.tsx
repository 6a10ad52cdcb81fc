"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { Facts } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatBytes, formatDate } from "@/lib/format";
import { useReader } from "@/lib/reader";
import { kindOf } from "@/lib/segments";
import type { DatasetView } from "./use-dataset";

export function Versions(props: { view: DatasetView }) {
  const { t, locale } = useLanguage();
  const { indexed, opened, id } = props.view;
  const [shown, setShown] = useState<number>();
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
          <li key={version} className="px-4 py-2.5 text-sm">
            <button
              type="button"
              aria-expanded={shown === version}
              onClick={() => setShown(shown === version ? undefined : version)}
              className="flex w-full flex-wrap justify-between gap-x-4 text-left"
            >
              <span className="font-medium underline decoration-line-strong underline-offset-4">
                {t("market.versionNumber", { version })}
              </span>
              <span className="text-muted">
                {formatBytes(size, locale)}
                {publishedAt ? ` · ${formatDate(publishedAt, locale)}` : ""}
              </span>
            </button>
            {shown === version ? <Version dataset={id} version={version} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A version by its own manifest, which is fetched and verified against the hash that the chain has for this version. */
function Version(props: { dataset: bigint; version: number }) {
  const { t, locale } = useLanguage();
  const { dataset, version } = props;
  const reader = useReader();
  const opened = useQuery({
    queryKey: ["version", reader.network.chainId, dataset.toString(), version],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { openDataset } = await import("@tallystick/sdk/market/openDataset");
      return openDataset(reader, dataset, { version, signal });
    },
  });
  const { manifest, version: anchored } = opened.data ?? {};
  return (
    <div className="mt-3 mb-1 grid gap-3">
      <QueryState query={opened} />
      {manifest && anchored ? (
        <>
          <p className="text-good">{t("market.versionVerified", { version })}</p>
          <Facts
            rows={[
              [t("publish.name"), manifest.title],
              [
                t("market.files", { n: manifest.segments.length }),
                <ul key="f" className="grid gap-0.5">
                  {manifest.segments.map(({ name, mediaType, plainSize }) => (
                    <li key={name} className="break-all">
                      {name}{" "}
                      <span className="text-muted">
                        {kindOf(mediaType)} · {formatBytes(plainSize, locale)}
                      </span>
                    </li>
                  ))}
                </ul>,
              ],
              [t("market.manifestHash"), <Digest key="m" value={anchored.anchor.manifest} />],
              [t("market.root"), <Digest key="r" value={anchored.anchor.root} />],
            ]}
          />
        </>
      ) : null}
    </div>
  );
}
