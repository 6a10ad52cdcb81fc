"use client";

import { KIND } from "@tallystick/sdk/instruments/links";
import { WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { Amount, useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { When } from "@/components/when";
import { useChainNow } from "@/lib/use-chain-now";
import type { Go } from "@/lib/use-in-address";
import { Party } from "../../shared/party";
import { type Order, orders } from "../choice";
import { type Claim, type Comparison, compare, type KnownBid, sorted, unitsWithin } from "../comparison";
import type { SaleLot, SaleView } from "../market";
import { percentText } from "../offer-drafts";
import { useOfferLanguage } from "../offer-language";
import { useStreamWords } from "../stream-words";
import { useKeptBids } from "../use-kept";
import { useBidsFor } from "../use-lot";
import { useFaultWords, useOfferSentence, usePercent } from "../words";
import { SellDialog } from "./sell-dialog";

const columnsOf = [
  "financier",
  "atOnce",
  "later",
  "discount",
  "fee",
  "simple",
  "effective",
  "recourse",
  "left",
  "until",
] as const;

/** Offers for a claim beside each other, the best first. */
export function Comparisons(props: { view: SaleView; claim: Claim; isOwn: boolean; order: Order; go: Go }) {
  const { t } = useOfferLanguage();
  const { view, claim, isOwn, order, go } = props;
  const now = useChainNow();
  const found = useBidsFor(view.lot);
  const kept = useKeptBids();
  const sentence = useOfferSentence(view.lot.token);
  const [chosen, setChosen] = useState<KnownBid>();
  const rows = sorted(compare([...kept, ...(found.data ?? [])], claim, now), order);
  const best = sorted(rows, "cost").find(({ fault }) => fault === undefined);
  return (
    <section aria-labelledby="offers">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
        <h2 id="offers" className="text-xl">
          {t("quotes.offers")}
        </h2>
        <div className="w-56">
          <SelectField<Order>
            label={t("quotes.order")}
            value={order}
            options={orders.map((value) => ({ value, label: t(`quotes.order_${value}`) }))}
            onChange={(value) => go({ order: value })}
          />
        </div>
      </div>
      <QueryState query={found} />
      {found.data && rows.length === 0 ? (
        <Empty title={t("quotes.noOffers")}>
          <p>{t("quotes.noOffersHint")}</p>
        </Empty>
      ) : null}
      {best ? <p className="mb-4 max-w-3xl">{sentence(best)}</p> : null}
      {rows.length > 0 ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <div tabIndex={0} className="card overflow-x-auto">
            <table className="w-full text-sm">
              <caption className="sr-only">{t("quotes.offers")}</caption>
              <thead>
                <tr className="border-b border-line-strong text-left align-bottom">
                  {columnsOf.map((column) => (
                    <th key={column} scope="col" className="px-3 py-2 font-semibold">
                      {t(`quotes.${column}`)}
                    </th>
                  ))}
                  <td />
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <OfferRow
                    key={`${row.offer.bid.salt}.${row.offer.bid.buyer}.${row.offer.signature.length}`}
                    row={row}
                    claim={claim}
                    lot={view.lot}
                    now={now}
                    onSell={isOwn ? () => setChosen(row.offer) : undefined}
                  />
                ))}
              </tbody>
            </table>
          </div>
          <p className="mt-2 text-sm text-muted">{t("quotes.costWords")}</p>
        </>
      ) : null}
      {chosen ? <SellDialog view={view} claim={claim} offer={chosen} onClose={() => setChosen(undefined)} /> : null}
    </section>
  );
}

function OfferRow(props: {
  row: Comparison;
  claim: Claim;
  lot: SaleLot;
  now: number;
  onSell: (() => void) | undefined;
}) {
  const { t } = useOfferLanguage();
  const percent = usePercent();
  const { row, claim, lot, now, onSell } = props;
  const { offer, proceeds, fault, left } = row;
  const { bid } = offer;
  const { token, debtor } = lot;
  const amount = (value: bigint | undefined) => (value ? <Amount value={value} token={token} /> : "–");
  const cell = "px-3 py-2";
  return (
    <tr className={`border-b border-line align-top last:border-0 ${fault ? "text-muted" : ""}`}>
      <th scope="row" className={`${cell} text-left font-normal`}>
        <Party account={bid.buyer} plain />
        <WayWords offer={offer} debtor={debtor} />
      </th>
      <td className={`${cell} font-semibold`}>{amount(proceeds?.atOnce)}</td>
      <td className={cell}>{amount(proceeds?.later)}</td>
      <td className={cell}>{amount(proceeds?.discount)}</td>
      <td className={cell}>{amount(proceeds?.fee)}</td>
      <td className={`${cell} tabular-nums`}>{percent(proceeds?.simpleBps)}</td>
      <td className={`${cell} tabular-nums`}>{percent(proceeds?.effectiveBps)}</td>
      <td className={cell}>{t(bid.kind === KIND.withRecourse ? "quotes.withRecourse" : "quotes.withoutRecourse")}</td>
      <td className={cell}>
        <Amount value={left} token={token} />
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        <When at={bid.deadline} now={now} short />
      </td>
      <td className={`${cell} text-right`}>
        {fault ? <Fault row={row} claim={claim} token={token} /> : null}
        {!fault && onSell ? (
          <Button small look="primary" onClick={onSell}>
            {t("quotes.sell")}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

/** Whether it is a sale or an advance, and by whom. */
function WayWords(props: { offer: KnownBid; debtor: Address }) {
  const { t } = useOfferLanguage();
  const { bid, signature } = props.offer;
  const way =
    bid.advanceBps === WHOLE_BPS ? t("quotes.cash") : t("quotes.advance", { percent: percentText(bid.advanceBps) });
  return (
    <span className="block text-muted">
      {isAddressEqual(bid.buyer, props.debtor) ? t("quotes.ownDebtor") : way}
      {signature === "0x" ? null : `, ${t("quotes.signature")}`}
    </span>
  );
}

function Fault(props: { row: Comparison; claim: Claim; token: Address }) {
  const { t } = useOfferLanguage();
  const streams = useStreamWords();
  const say = useFaultWords();
  const money = useMoney(props.token);
  const { offer, fault, left } = props.row;
  const { bid } = offer;
  if (!fault) return null;
  const words = say(fault, { n: bid.maxDays, streams: streams(bid.evidence & ~props.claim.streams) });
  if (fault !== "Quotes_BeyondLimit" || unitsWithin(props.claim, left) === 0) return words;
  return (
    <>
      {words} <span className="block">{t("quotes.roomFor", { amount: money(left) })}</span>
    </>
  );
}
