"use client";

import { useState } from "react";
import { FileText } from "@/components/file-text";
import { Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useMarket } from "./market";
import { offerIn, offerLink } from "./offer-link";
import { useOfferPlace } from "./use-kept";

/** Opens an offer that came as a file, or as a link that was pasted: it stands behind the hash like one that was clicked. */
export function OpenOffer() {
  const { t } = useLanguage();
  const place = useOfferPlace();
  const { path } = useMarket();
  const [isBad, setBad] = useState(false);
  function open(text: string): void {
    const offer = offerIn(place, text);
    setBad(offer === undefined);
    if (offer === undefined) return;
    window.location.hash = new URL(offerLink(place, offer, path), window.location.href).hash;
    window.scrollTo({ top: 0 });
  }
  return (
    <div className="grid max-w-2xl gap-3">
      <FileText
        title={t("quotes.openOffer")}
        label={t("quotes.link")}
        hint={t("quotes.openHint")}
        act={t("quotes.openIt")}
        busy={false}
        onText={open}
      />
      {isBad ? (
        <Notice tone="warn" role="alert">
          {t("quotes.badOffer")}
        </Notice>
      ) : null}
    </div>
  );
}
