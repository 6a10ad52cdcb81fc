"use client";

import { segmentsOf } from "@tallystick/sdk/market/terms";
import dynamic from "next/dynamic";
import { useState } from "react";
import { zeroAddress } from "viem";
import { Amount } from "@/components/amount";
import { Button } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatDuration } from "@/lib/format";
import { durationText } from "./duration";
import { purposeKey } from "./purposes";
import type { DatasetView, OfferView } from "./use-dataset";

/** Loaded where an offer is not for everybody. */
const PolicyView = dynamic(() => import("./policy-view").then((module) => module.PolicyView));

/** Loaded when somebody is about to buy. */
const BuyDialog = dynamic(() => import("./buy-dialog").then((module) => module.BuyDialog));

export function Offers(props: { view: DatasetView; mine: boolean }) {
  const { t } = useLanguage();
  const { view, mine } = props;
  const open = view.offers.filter(
    (offer) => offer.open && offer.terms.seller.toLowerCase() === view.owner.toLowerCase(),
  );
  return (
    <section aria-labelledby="offers" className="grid gap-4">
      <h2 id="offers" className="text-xl">
        {t("market.offers")}
      </h2>
      {open.length === 0 ? <p className="text-muted">{t("market.noOffers")}</p> : null}
      <ul className="grid gap-4">
        {open.map((offer) => (
          <OfferCard key={offer.id} view={view} offer={offer} mine={mine} />
        ))}
      </ul>
    </section>
  );
}

/** The readable terms of an offer, as lines. */
export function useTermLines(view: DatasetView, offer: OfferView): readonly string[] {
  const { t, locale } = useLanguage();
  const { terms } = offer;
  const covered = segmentsOf(terms.segments).filter((i) => i < view.files.length);
  const names = covered.map((i) => view.files[i]?.name ?? "").join(", ");
  return [
    covered.length === view.files.length ? t("market.termAllFiles") : t("market.termFiles", { names }),
    terms.laterVersions
      ? t("market.termLater", { version: terms.fromVersion })
      : t("market.termPinned", { version: terms.fromVersion }),
    terms.refundWindow > 0
      ? t("market.termRefund", { time: formatDuration(terms.refundWindow, locale) })
      : t("market.termNoRefund"),
    t("market.termPurpose", { purpose: t(purposeKey(terms.purpose)) }),
    ...(terms.maxSales > 0 ? [t("market.termSales", { sold: offer.sold, max: terms.maxSales })] : []),
  ];
}

function OfferCard(props: { view: DatasetView; offer: OfferView; mine: boolean }) {
  const { view, offer } = props;
  const { t, locale } = useLanguage();
  const [buying, setBuying] = useState(false);
  const { address } = useAccount();
  const lines = useTermLines(view, offer);
  const { terms } = offer;
  const soldOut = terms.maxSales > 0 && offer.sold >= terms.maxSales;
  return (
    <li className="card p-5">
      <p className="flex items-baseline justify-between gap-2">
        <Amount value={terms.price} token={terms.token} className="text-2xl font-semibold" />
        <span className="text-sm text-muted">{durationText(terms.duration, locale, t)}</span>
      </p>
      <ul className="mt-3 grid gap-1 text-sm text-muted">
        {lines.map((line) => (
          <li key={line} className="flex gap-2">
            <span aria-hidden="true" className="mt-[0.55em] size-1.5 shrink-0 rotate-45 bg-wood" />
            {line}
          </li>
        ))}
      </ul>
      {terms.policy === zeroAddress ? null : (
        <div className="mt-3">
          <PolicyView terms={terms} known={view.policies} account={address} />
        </div>
      )}
      <Button look="primary" className="mt-4 w-full" disabled={soldOut || props.mine} onClick={() => setBuying(true)}>
        {soldOut
          ? t("market.soldOut")
          : props.mine
            ? t("market.yours")
            : terms.price === 0n
              ? t("market.take")
              : t("market.buy")}
      </Button>
      {buying ? <BuyDialog open onClose={() => setBuying(false)} view={view} offer={offer} /> : null}
    </li>
  );
}
