"use client";

import { collectable } from "@tallystick/sdk/market/offers";
import { collect, withdrawOffer } from "@tallystick/sdk/market/selling";
import { useQuery } from "@tanstack/react-query";
import { Amount } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Badge, Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { durationText } from "./duration";
import type { DatasetView, OfferView } from "./use-dataset";

export function OwnOffers(props: { view: DatasetView }) {
  const { t } = useLanguage();
  if (props.view.offers.length === 0) return null;
  return (
    <section aria-labelledby="own-offers">
      <h3 id="own-offers" className="mb-2 font-semibold">
        {t("market.ownOffers")}
      </h3>
      <ul className="grid gap-2">
        {props.view.offers.map((offer) => (
          <OwnOffer key={offer.id} view={props.view} offer={offer} />
        ))}
      </ul>
    </section>
  );
}

function OwnOffer(props: { view: DatasetView; offer: OfferView }) {
  const { view, offer } = props;
  const { terms } = offer;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { market } = useContracts();
  const { run, busy, problem } = useActing();
  const due = useQuery({
    queryKey: ["collectable", reader.network.chainId, offer.id],
    enabled: terms.price > 0n,
    queryFn: () => collectable(reader, terms),
  });
  const values = { title: view.title };
  const fee = ((due.data ?? 0n) * BigInt(offer.feeBps)) / 10_000n;
  return (
    <li className="rounded-xl border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p>
          <Amount value={terms.price} token={terms.token} className="font-semibold" />{" "}
          <span className="text-sm text-muted">
            {durationText(terms.duration, locale, t)} · {t("market.soldCount", { n: offer.sold })}
          </span>{" "}
          <Badge tone={offer.open ? "brand" : "plain"}>{offer.open ? t("market.open") : t("market.withdrawn")}</Badge>
        </p>
        <p className="flex flex-wrap gap-2">
          {due.data ? (
            <Button
              small
              look="primary"
              busy={busy}
              onClick={() =>
                void run(() => ({
                  title: { key: "tx.collect", values },
                  calls: [collect(market, terms, terms.seller)],
                }))
              }
            >
              {t("market.collect")} <Amount value={due.data - fee} token={terms.token} />
            </Button>
          ) : null}
          {offer.open ? (
            <Button
              small
              look="danger"
              busy={busy}
              onClick={() =>
                void run(() => ({ title: { key: "tx.withdrawOffer", values }, calls: [withdrawOffer(market, terms)] }))
              }
            >
              {t("market.withdrawOffer")}
            </Button>
          ) : null}
        </p>
      </div>
      <ProblemNotice problem={problem} className="mt-2" />
    </li>
  );
}
