"use client";

import { type PurchasePreview, previewPurchase } from "@tallystick/sdk/market/preview";
import { MAX_DEPTH } from "@tallystick/sdk/market/right";
import type { Terms } from "@tallystick/sdk/market/terms";
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
import type { DatasetView, OfferView } from "./use-dataset";
import { type Payment, usePurchase } from "./use-purchase";

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

function BuyForm(props: Props & { account: Address }) {
  const { view, offer, account } = props;
  const { terms } = offer;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const queries = useQueryClient();
  const [recipient, setRecipient] = useState<Recipient>({ gift: false, text: "" });
  // Who began this; a wallet that shows somebody else in the meantime is told so before anything is signed.
  const [payer] = useState(account);
  const to = readerOf(recipient, payer);
  const preview = useQuery({
    queryKey: ["preview", reader.network.chainId, offer.id, to, payer],
    queryFn: () => previewPurchase(reader, { terms, reader: to ?? payer, payer }),
  });
  const { buy, state, problem } = usePurchase({ view, offer, payer });
  const lines = useTermLines(view, offer);
  if (state === "done") return <Bought view={view} gift={recipient.gift} onClose={props.onClose} />;

  const possible = to !== undefined && preview.data?.refused === undefined && preview.data?.affordable === true;
  const start = (payment: Payment) => {
    if (to) void buy(to, payment).finally(() => refreshSoon(queries));
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
      <GiftFields recipient={recipient} onChange={setRecipient} invalid={to === undefined} />
      <QueryState query={preview}>
        <p className="text-sm text-muted">{t("common.loading")}…</p>
      </QueryState>
      {preview.data ? <Outlook preview={preview.data} terms={terms} /> : null}
      {preview.data?.refused === "Access_ScopeDiffers" && to === payer ? <GiveUp view={view} account={payer} /> : null}
      {terms.price > 0n ? <WhatYouSign offer={offer} /> : null}
      <ProblemNotice problem={problem} />
      <p role="status" className="text-sm text-muted empty:hidden">
        {state === "idle" ? "" : t(`market.${state}`)}
      </p>
      <Payments free={terms.price === 0n} busy={state !== "idle"} disabled={!possible} onPay={start} />
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
function Outlook(props: { preview: PurchasePreview; terms: Terms }) {
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
  if (!preview.affordable) {
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

function WhatYouSign(props: { offer: OfferView }) {
  const { t } = useLanguage();
  const { market } = useContracts();
  const { id, terms } = props.offer;
  return (
    <div className="rounded-xl border border-wood bg-wood-soft p-4 text-sm">
      <p className="font-semibold">{t("market.whatYouSign")}</p>
      <p className="mt-1">
        {t("market.whatYouSignText")} <Amount value={terms.price} token={terms.token} className="font-semibold" />,{" "}
        {t("market.toMarket")} <AddressText plain address={market} />, {t("market.forOffer")}{" "}
        <span className="font-mono text-[0.86em]">{id.slice(0, 10)}…</span>. {t("market.signNoMore")}
      </p>
    </div>
  );
}

function Payments(props: { free: boolean; busy: boolean; disabled: boolean; onPay: (payment: Payment) => void }) {
  const { t } = useLanguage();
  const { free, busy, disabled, onPay } = props;
  return (
    <div className="flex flex-wrap justify-end gap-3">
      <Button
        look={free ? "primary" : "secondary"}
        busy={busy}
        disabled={disabled}
        onClick={() => onPay("transaction")}
      >
        {free ? t("market.take") : t("market.payByTransaction")}
      </Button>
      {free ? null : (
        <Button look="primary" busy={busy} disabled={disabled} onClick={() => onPay("signature")}>
          {t("market.payBySignature")}
        </Button>
      )}
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
