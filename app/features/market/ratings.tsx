"use client";

import type { MadeRating, RatingCount } from "@tallystick/sdk/market/ratings";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { zeroAddress } from "viem";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { Stars } from "@/components/stars";
import { Button } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import type { DatasetView } from "./use-dataset";

/** Average of ratings that count alike; undefined without any. */
export function averageOf({ count, stars }: RatingCount): number | undefined {
  return count === 0n ? undefined : Number((stars * 100n) / count) / 100;
}

const atOnce = 5;

/** What buyers say, from the chain: those who paid apart from those who did not. */
export function Ratings(props: { view: DatasetView }) {
  const { t } = useLanguage();
  const { view } = props;
  const reader = useReader();
  const [shown, setShown] = useState(atOnce);
  const ratings = useQuery({
    queryKey: ["ratings", reader.network.chainId, view.id.toString()],
    staleTime: 15_000,
    queryFn: async () => {
      const { ratingsMade, ratingsOf } = await import("@tallystick/sdk/market/ratings");
      const [total, made] = await Promise.all([ratingsOf(reader, view.id), ratingsMade(reader, view.id)]);
      return { total, made };
    },
  });
  const made = ratings.data?.made ?? [];
  return (
    <section aria-labelledby="ratings">
      <h2 id="ratings" className="mb-4 text-xl">
        {t("rating.title")}
      </h2>
      <QueryState query={ratings} />
      {ratings.data ? (
        <div className="mb-4 flex flex-wrap gap-x-8 gap-y-2">
          <Average
            label={t("rating.paid", { n: Number(ratings.data.total.paid.count) })}
            of={ratings.data.total.paid}
          />
          <Average
            label={t("rating.free", { n: Number(ratings.data.total.free.count) })}
            of={ratings.data.total.free}
          />
        </div>
      ) : null}
      {ratings.data && made.length === 0 ? <p className="text-sm text-muted">{t("rating.none")}</p> : null}
      <ul className="grid gap-4">
        {made.slice(0, shown).map((rating) => (
          <RatingRow key={`${rating.reader}.${rating.receipt}`} rating={rating} view={view} />
        ))}
      </ul>
      {made.length > shown ? (
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
function RatingRow(props: { rating: MadeRating; view: DatasetView }) {
  const { t } = useLanguage();
  const { rating, view } = props;
  const name = usePersonaName(rating.reader);
  const token = view.offers.find(({ id }) => id === rating.offer)?.terms.token ?? zeroAddress;
  return (
    <li className="border-t border-line pt-3 first:border-0 first:pt-0">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
        <Stars value={rating.stars} />
        <AddressText plain address={rating.reader} label={name} />
        <span className="text-muted">
          {t("rating.for")} <Amount value={rating.paid} token={token} />
        </span>
      </p>
      {rating.comment ? <p className="mt-1 max-w-prose break-words whitespace-pre-line">{rating.comment}</p> : null}
    </li>
  );
}
