"use client";

import type { Policy } from "@tallystick/sdk/data/manifest";
import { type PurchasePreview, previewPurchase } from "@tallystick/sdk/market/preview";
import type { Rail } from "@tallystick/sdk/market/quotes";
import { MAX_DEPTH } from "@tallystick/sdk/market/right";
import { offerId, type Terms } from "@tallystick/sdk/market/terms";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { type Address, isAddress } from "viem";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button, buttonClass, Facts, Notice, TextField } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { ConnectDialog } from "@/features/wallet/connect-dialog";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { refreshSoon } from "@/lib/refresh";
import { durationText, forever } from "./duration";
import { GiveUp } from "./give-up";
import { useTermLines } from "./offers";
import { PolicyView } from "./policy-view";
import { RailChoice } from "./rail-choice";
import type { DatasetView, OfferView } from "./use-dataset";
import { useEvidence, usePolicy } from "./use-policy";
import { usePurchase } from "./use-purchase";

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly view: DatasetView;
  readonly offer: OfferView;
}

export function BuyDialog(props: Props) {
  const { t } = useLanguage();
  const { address } = useAccount();
  if (!address) return <ConnectDialog open={props.open} onClose={props.onClose} />;
  return (
    <Dialog open={props.open} title={t("market.buyTitle", { title: props.view.title })} onClose={props.onClose}>
      <BuyForm {...props} account={address} />
    </Dialog>
  );
}

interface Recipient {
  readonly gift: boolean;
  readonly text: string;
}

/** Who gets the right; undefined while what was typed is no account. */
function readerOf({ gift, text }: Recipient, payer: Address): Address | undefined {
  if (!gift) return payer;
  return isAddress(text.trim(), { strict: false }) ? (text.trim() as Address) : undefined;
}

/** Who pays for whom, under which conditions, and on which rail. */
function usePurchaseChoice(terms: Terms, known: readonly Policy[], account: Address) {
  const contracts = useContracts();
  const reader = useReader();
  const [recipient, setRecipient] = useState<Recipient>({ gift: false, text: "" });
  // Who began this; a wallet that shows somebody else in the meantime is told so before anything is signed.
  const [payer] = useState(account);
  const to = readerOf(recipient, payer);
  const evidence = useEvidence(usePolicy(terms, known), to ?? payer);
  const preview = useQuery({
    queryKey: [
      "preview",
      reader.network.chainId,
      offerId(reader.network.chainId, contracts.market, terms),
      to,
      payer,
      evidence,
    ],
    queryFn: () => previewPurchase(reader, { terms, reader: to ?? payer, payer, evidence }),
  });
  const quotes = useQuery({
    queryKey: ["rails", reader.network.chainId, preview.data?.offer, to, payer, evidence],
    enabled: preview.data !== undefined,
    queryFn: async () => {
      const { quoteRails } = await import("@tallystick/sdk/market/quotes");
      return quoteRails(reader, { terms, reader: to ?? payer, payer, evidence });
    },
  });
  const [rail, setRail] = useState<Rail>();
  const open = (quotes.data ?? []).filter(({ fault }) => fault === undefined);
  // The one with the least to do for the buyer: a signature needs no ether.
  const usual = open.find((quote) => quote.rail === "authorization") ?? open[0];
  const chosen: Rail = rail ?? usual?.rail ?? (terms.price === 0n ? "free" : "authorization");
  const payable = open.some((quote) => quote.rail === chosen);
  const possible = to !== undefined && preview.data !== undefined && preview.data.refused === undefined && payable;
  return {
    recipient,
    setRecipient,
    payer,
    to,
    evidence,
    preview,
    quotes: quotes.data ?? [],
    setRail,
    chosen,
    possible,
    payable: payable || !quotes.isSuccess,
  };
}

function BuyForm(props: Props & { account: Address }) {
  const { view, offer, account } = props;
  const { terms } = offer;
  const { t, locale } = useLanguage();
  const queries = useQueryClient();
  const choice = usePurchaseChoice(terms, view.policies, account);
  const { payer, to, preview, chosen } = choice;
  const { buy, state, problem } = usePurchase({ view, offer, payer });
  const lines = useTermLines(view, offer);
  if (state === "done") return <Bought view={view} gift={choice.recipient.gift} onClose={props.onClose} />;

  const free = terms.price === 0n;
  const start = () => {
    if (to) void buy(to, chosen, choice.evidence).finally(() => refreshSoon(queries));
  };
  return (
    <div className="grid gap-5">
      <Facts
        rows={[
          [t("market.price"), <Amount key="p" value={terms.price} token={terms.token} className="font-semibold" />],
          [t("market.time"), durationText(terms.duration, locale, t)],
          [t("market.seller"), <AddressText key="s" address={terms.seller} />],
          [t("market.licence"), view.licence],
        ]}
      />
      <ul className="grid list-disc gap-1 pl-5 text-sm text-muted">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <GiftFields recipient={choice.recipient} onChange={choice.setRecipient} invalid={to === undefined} />
      <PolicyView terms={terms} known={view.policies} account={to} />
      <QueryState query={preview}>
        <p className="text-sm text-muted">{t("common.loading")}…</p>
      </QueryState>
      {preview.data ? <Outlook preview={preview.data} terms={terms} payable={choice.payable} /> : null}
      {preview.data?.refused === "Access_ScopeDiffers" && to === payer ? <GiveUp view={view} account={payer} /> : null}
      {free ? null : (
        <>
          <RailChoice quotes={choice.quotes} chosen={chosen} onChoose={choice.setRail} />
          <WhatYouSign offer={offer} rail={chosen} />
        </>
      )}
      <ProblemNotice problem={problem} />
      <p role="status" className="text-sm text-muted empty:hidden">
        {state === "idle" ? "" : t(`market.${state}`)}
      </p>
      <div className="flex justify-end">
        <Button look="primary" busy={state !== "idle"} disabled={!choice.possible} onClick={start}>
          {free
            ? t("market.take")
            : t(chosen === "authorization" ? "market.payBySignature" : "market.payByTransaction")}
        </Button>
      </div>
    </div>
  );
}

function GiftFields(props: { recipient: Recipient; onChange: (recipient: Recipient) => void; invalid: boolean }) {
  const { t } = useLanguage();
  const { recipient, onChange } = props;
  return (
    <>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={recipient.gift}
          onChange={(event) => onChange({ ...recipient, gift: event.target.checked })}
          className="size-4 accent-brand"
        />
        {t("market.gift")}
      </label>
      {recipient.gift ? (
        <TextField
          label={t("market.giftTo")}
          placeholder="0x…"
          value={recipient.text}
          onChange={(event) => onChange({ ...recipient, text: event.target.value })}
          error={recipient.text && props.invalid ? t("common.badAddress") : undefined}
          spellCheck={false}
        />
      ) : null}
    </>
  );
}

/** What the purchase would do, or why it is not possible now. */
function Outlook(props: { preview: PurchasePreview; terms: Terms; payable: boolean }) {
  const { t, locale } = useLanguage();
  const say = useProblemText();
  const { preview, terms } = props;
  if (preview.refused) {
    const values = { reader: "", seller: "", maxSales: String(terms.maxSales), max: String(MAX_DEPTH) };
    return (
      <Notice tone="warn" role="alert">
        {say({ code: preview.refused, values })}
      </Notice>
    );
  }
  if (!preview.affordable && !props.payable) {
    return (
      <Notice tone="warn" role="alert">
        {t("market.poor")} <Amount value={preview.balance} token={terms.token} />
      </Notice>
    );
  }
  const until = preview.after?.until ?? 0;
  return (
    <p className="text-sm">
      {t("market.after")} <strong>{until === forever ? t("common.forever") : formatTime(until, locale)}</strong>
    </p>
  );
}

function WhatYouSign(props: { offer: OfferView; rail: Rail }) {
  const { t } = useLanguage();
  const { market } = useContracts();
  const { id, terms } = props.offer;
  return (
    <div className="rounded-xl border border-wood bg-wood-soft p-4 text-sm">
      <p className="font-semibold">{t(props.rail === "authorization" ? "market.whatYouSign" : "market.whatYouPay")}</p>
      <p className="mt-1">
        {t("market.whatYouSignText")} <Amount value={terms.price} token={terms.token} className="font-semibold" />,{" "}
        {t("market.toMarket")} <AddressText plain address={market} />, {t("market.forOffer")}{" "}
        <span className="font-mono text-[0.86em]">{id.slice(0, 10)}…</span>.{" "}
        {t(props.rail === "authorization" ? "market.signNoMore" : "market.payNoMore")}
      </p>
    </div>
  );
}

function Bought(props: { view: DatasetView; gift: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <div role="status" className="grid gap-4">
      <Notice tone="good" title={props.gift ? t("market.given") : t("market.bought")}>
        {t("market.boughtText")}
      </Notice>
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={props.onClose}>{t("common.close")}</Button>
        {props.gift ? null : (
          <Link href={`/library/0x${props.view.id.toString(16).padStart(64, "0")}`} className={buttonClass("primary")}>
            {t("market.read")}
          </Link>
        )}
      </div>
    </div>
  );
}
