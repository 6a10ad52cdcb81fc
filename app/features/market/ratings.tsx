"use client";

import { indexedRatings } from "@tallystick/sdk/indexer/market";
import type { IndexedRating } from "@tallystick/sdk/indexer/tables";
import type { RatingCount } from "@tallystick/sdk/market/ratings";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { zeroAddress } from "viem";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { Stars } from "@/components/stars";
import { Button } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { useIndexer, useReader } from "@/lib/reader";
import type { DatasetView } from "./use-dataset";

/** Average of ratings that count alike; undefined without any. */
export function averageOf({ count, stars }: RatingCount): number | undefined {
  return count === 0n ? undefined : Number((stars * 100n) / count) / 100;
}

const atOnce = 5;

/** What buyers say, those who paid apart from those who did not; the sums are the chain's. */
export function Ratings(props: { view: DatasetView }) {
  const { t } = useLanguage();
  const { view } = props;
  const reader = useReader();
  const indexer = useIndexer();
  const [shown, setShown] = useState(atOnce);
  const { chainId } = reader.network;
  const total = useQuery({
    queryKey: ["rating-total", chainId, view.id.toString()],
    staleTime: 15_000,
    queryFn: async () => {
      const { ratingsOf } = await import("@tallystick/sdk/market/ratings");
      return ratingsOf(reader, view.id);
    },
  });
  const ratings = useQuery({
    queryKey: ["ratings", chainId, view.id.toString(), shown],
    staleTime: 15_000,
    placeholderData: keepPreviousData,
    queryFn: () => indexedRatings(indexer, chainId, { dataset: view.id }, { limit: shown }),
  });
  const made = ratings.data?.items ?? [];
  return (
    <section aria-labelledby="ratings">
      <h2 id="ratings" className="mb-4 text-xl">
        {t("rating.title")}
      </h2>
      <QueryState query={ratings} />
      {total.data ? (
        <div className="mb-4 flex flex-wrap gap-x-8 gap-y-2">
          <Average label={t("rating.paid", { n: Number(total.data.paid.count) })} of={total.data.paid} />
          <Average label={t("rating.free", { n: Number(total.data.free.count) })} of={total.data.free} />
        </div>
      ) : null}
      {ratings.data && made.length === 0 ? <p className="text-sm text-muted">{t("rating.none")}</p> : null}
      <ul className="grid gap-4">
        {made.map((rating) => (
          <RatingRow key={`${rating.reader}.${rating.receipt}`} rating={rating} />
        ))}
      </ul>
      {(ratings.data?.totalCount ?? 0) > made.length ? (
        <Button small className="mt-4" onClick={() => setShown(shown + 4 * atOnce)}>
          {t("rating.more")}
        </Button>
      ) : null}
    </section>
  );
}

function Average(props: { label: string; of: RatingCount }) {
  const { locale } = useLanguage();
  const average = averageOf(props.of);
  if (average === undefined) return null;
  return (
    <p className="flex flex-wrap items-baseline gap-2">
      <span className="text-2xl font-semibold tabular-nums">
        {new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(average)}
      </span>
      <Stars value={average} className="text-lg" />
      <span className="text-sm text-muted">{props.label}</span>
    </p>
  );
}

/** Whatever a reader wrote is text, never markup; what the purchase cost stands beside it. */
function RatingRow(props: { rating: IndexedRating }) {
  const { t } = useLanguage();
  const { rating } = props;
  const name = usePersonaName(rating.reader);
  return (
    <li className="border-t border-line pt-3 first:border-0 first:pt-0">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
        <Stars value={rating.stars} />
        <AddressText plain address={rating.reader} label={name} />
        <span className="text-muted">
          {t("rating.for")} <Amount value={rating.paid} token={rating.terms?.token ?? zeroAddress} />
        </span>
      </p>
      {rating.comment ? <p className="mt-1 max-w-prose break-words whitespace-pre-line">{rating.comment}</p> : null}
    </li>
  );
}
