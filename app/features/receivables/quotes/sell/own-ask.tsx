"use client";

import type { Ask, SignedAsk } from "@tallystick/sdk/instruments/offers";
import { cancelAsk } from "@tallystick/sdk/instruments/quotes";
import { Amount } from "@/components/amount";
import { When } from "@/components/when";
import { useChainNow } from "@/lib/use-chain-now";
import { CancelOffer } from "../cancel-offer";
import { HandOver } from "../hand-over";
import { type SaleView, useMarket } from "../market";
import { useOfferLanguage } from "../offer-language";
import { priceOfAsk } from "../offers";
import { useStanding } from "../use-kept";
import { useFaultWords } from "../words";

/** An offer that the holder made: posted, or signed and known to whom he sent it. */
export function OwnAsk(props: { ask: Ask; view: SaleView; signed: SignedAsk | undefined }) {
  const { t } = useOfferLanguage();
  const { quotes } = useMarket();
  const words = useFaultWords();
  const now = useChainNow();
  const { ask, view, signed } = props;
  const { lot, listed: claim } = view;
  const price = claim && priceOfAsk(ask, claim, now);
  return (
    <li className="card grid gap-3 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p>
          {price ? (
            <>
              <Amount value={price.price} token={lot.token} className="font-semibold" /> {t("quotes.forWorth")}{" "}
              <Amount value={price.worth} token={lot.token} />
            </>
          ) : (
            words("Quotes_BadPricing")
          )}
          , {t("quotes.ends")} <When at={ask.deadline} now={now} short />
          {signed ? `, ${t("quotes.signature")}` : null}
        </p>
        <CancelOffer call={() => cancelAsk(quotes, ask)} />
      </div>
      {signed ? <Signed signed={signed} /> : null}
    </li>
  );
}

function Signed(props: { signed: SignedAsk }) {
  const words = useFaultWords();
  const standing = useStanding(props.signed);
  if (standing?.isCancelled) return <p className="text-muted">{words("Quotes_Cancelled")}</p>;
  return <HandOver offer={props.signed} />;
}
