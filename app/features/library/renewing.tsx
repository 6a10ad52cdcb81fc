"use client";

import { type Entry, purchasesOf } from "@tallystick/sdk/market/purchases";
import { offerId } from "@tallystick/sdk/market/terms";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { type Address, zeroHash } from "viem";
import { Amount } from "@/components/amount";
import { Button } from "@/components/ui";
import { durationText, forever } from "@/features/market/duration";
import type { DatasetView, OfferView } from "@/features/market/use-dataset";
import { useRight } from "@/features/market/use-right";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { MandateForm } from "./mandate-form";
import { MandateList } from "./mandate-list";

const BuyDialog = dynamic(() => import("@/features/market/buy-dialog").then((module) => module.BuyDialog));

/** The offer that the newest purchase was made on, while it is still open. */
function sameOffer(
  view: DatasetView,
  newest: Entry | undefined,
  idOf: (entry: Entry) => string,
): OfferView | undefined {
  if (!newest || newest.purchase.offer === zeroHash) return undefined;
  return view.offers.find(({ id, open }) => open && id === idOf(newest));
}

/** More time on the same terms: once, by hand, or again and again under a mandate. */
export function Renewing(props: { view: DatasetView; account: Address }) {
  const { view, account } = props;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { market } = useContracts();
  const { data: held } = useRight(view.id, account);
  const [buying, setBuying] = useState(false);
  const [mandating, setMandating] = useState(false);
  const { chainId } = reader.network;
  const word = held?.right.receipt.toString() ?? "";
  const entries = useQuery({
    queryKey: ["purchases", chainId, view.id.toString(), account, word],
    enabled: held !== undefined && held.right.until !== forever,
    queryFn: () => purchasesOf(reader, view.id, account),
  });
  const offer = sameOffer(view, entries.data?.[0], ({ terms }) => offerId(chainId, market, terms));
  if (!held || held.right.until === forever || held.right.revoked) return null;
  return (
    <>
      {offer && offer.terms.duration > 0 ? (
        <section aria-labelledby="renew" className="card mt-8 p-5">
          <h2 id="renew" className="text-lg">
            {t("library.renew")}
          </h2>
          <p className="mt-1 text-sm text-muted">
            {t("deeds.renewLead", { time: durationText(offer.terms.duration, locale, t) })}{" "}
            <Amount value={offer.terms.price} token={offer.terms.token} className="font-semibold text-ink" />
          </p>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button look="primary" onClick={() => setBuying(true)}>
              {t("library.renew")}
            </Button>
            {offer.terms.price > 0n ? (
              <Button aria-expanded={mandating} onClick={() => setMandating(!mandating)}>
                {t("deeds.mandate")}
              </Button>
            ) : null}
          </div>
          {mandating ? (
            <MandateForm view={view} terms={offer.terms} account={account} onDone={() => setMandating(false)} />
          ) : null}
          {buying ? <BuyDialog open onClose={() => setBuying(false)} view={view} offer={offer} /> : null}
        </section>
      ) : null}
      <MandateList account={account} dataset={view.id} />
    </>
  );
}
