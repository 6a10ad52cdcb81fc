"use client";

import { LinkField } from "@/components/share-link";
import { Button } from "@/components/ui";
import { saveBlob } from "@/features/library/save";
import { useLanguage } from "@/i18n/context";
import { useMarket } from "./market";
import { isAsk, offerLink, offerText, type SignedOffer } from "./offer-link";
import { useOfferPlace } from "./use-kept";

/** A signed offer as a link and as a file: to send to whom it is for. */
export function HandOver(props: { offer: SignedOffer }) {
  const { t } = useLanguage();
  const place = useOfferPlace();
  const { path } = useMarket();
  const { offer } = props;
  const save = () => saveBlob(new Blob([offerText(place, offer)]), isAsk(offer) ? "ask.json" : "bid.json");
  return (
    <div className="grid gap-3">
      <LinkField path={offerLink(place, offer, path)} label={t("quotes.link")} hint={t("quotes.linkHint")} />
      <div>
        <Button small onClick={save}>
          {t("quotes.saveFile")}
        </Button>
      </div>
    </div>
  );
}
