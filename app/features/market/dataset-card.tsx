"use client";

import type { FoundDataset } from "@tallystick/sdk/indexer/search";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { Stars } from "@/components/stars";
import { Tally } from "@/components/tally";
import { Badge } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { formatBytes, formatDate, shortAddress } from "@/lib/format";
import { filesOfIndex, kindOf, totalSize } from "@/lib/segments";
import { durationText } from "./duration";

export function datasetPath(dataset: string): string {
  return `/market/${dataset}`;
}

export function DatasetCard(props: { dataset: FoundDataset }) {
  const { t, locale } = useLanguage();
  const { dataset } = props;
  const owner = usePersonaName(dataset.owner);
  const files = filesOfIndex(dataset.segments);
  const kinds = [...new Set(files.map(({ mediaType }) => kindOf(mediaType)))].slice(0, 3);
  const cheapest = [...dataset.offers].sort((a, b) => (a.price < b.price ? -1 : 1))[0];
  return (
    <li className="card relative flex flex-col p-5 transition-colors focus-within:border-brand hover:border-brand">
      <Tally id={BigInt(dataset.dataset)} className="mb-4 w-full" />
      <h2 className="text-lg leading-snug">
        <Link href={datasetPath(dataset.dataset)} className="after:absolute after:inset-0 after:rounded-[14px]">
          {dataset.title}
        </Link>
      </h2>
      <p className="mt-1.5 line-clamp-3 text-sm text-muted">{dataset.description}</p>
      <p className="mt-3 flex flex-wrap gap-1.5">
        {kinds.map((kind) => (
          <Badge key={kind}>{kind}</Badge>
        ))}
        {dataset.licence ? <Badge>{dataset.licence}</Badge> : null}
        {dataset.modes.includes("record") ? <Badge tone="wood">{t("market.mode_record")}</Badge> : null}
        {dataset.modes.includes("metered") ? <Badge>{t("market.mode_metered")}</Badge> : null}
      </p>
      <div className="mt-auto flex items-end justify-between gap-3 pt-4 text-sm">
        <p className="text-muted">
          {formatBytes(totalSize(files), locale)} · {formatDate(dataset.updatedAt, locale)}
          <br />
          {t("market.by", { account: owner ?? shortAddress(dataset.owner) })}
          {dataset.rating && dataset.rating.count > 0 ? (
            <>
              <br />
              <Stars value={dataset.rating.stars / dataset.rating.count} /> ({dataset.rating.count})
            </>
          ) : null}
        </p>
        <p className="text-right font-semibold">
          {cheapest ? (
            <>
              <Amount value={cheapest.price} token={cheapest.token} />
              <span className="block text-xs font-normal text-muted">{durationText(cheapest.duration, locale, t)}</span>
            </>
          ) : (
            <span className="font-normal text-muted">{t("market.notOffered")}</span>
          )}
        </p>
      </div>
    </li>
  );
}
