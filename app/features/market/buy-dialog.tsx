"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { previewPurchase } from "@tallystick/sdk/market/preview";
import Link from "next/link";
import { useState } from "react";
import { isAddress } from "viem";
import { Amount } from "@/components/amount";
import { Dialog } from "@/components/dialog";
import { QueryState } from "@/components/query-state";
import { Button, buttonClass, Facts, Notice, TextField } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { ConnectDialog } from "@/features/wallet/connect-dialog";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { refreshSoon } from "@/lib/refresh";
import { useContracts, useReader } from "@/lib/reader";
import { durationText, forever } from "./duration";
import { useTermLines } from "./offers";
import { type Payment, usePurchase } from "./use-purchase";
import type { DatasetView, OfferView } from "./use-dataset";
import { AddressText } from "@/components/address";

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

function BuyForm(props: Props & { account: `0x${string}` }) {
  const { view, offer, account } = props;
  const { terms } = offer;
  const { t, locale } = useLanguage();
  const say = useProblemText();
  const reader = useReader();
  const { market } = useContracts();
  const queries = useQueryClient();
  const [gift, setGift] = useState(false);
  const [to, setTo] = useState("");
  // Who began this; a wallet that shows somebody else in the meantime is told so before anything is signed.
  const [payer] = useState(account);
  const validTo = isAddress(to.trim(), { strict: false });
  const recipient = gift ? (validTo ? (to.trim() as `0x${string}`) : undefined) : payer;
  const preview = useQuery({
    queryKey: ["preview", reader.network.chainId, offer.id, recipient, payer],
    queryFn: () => previewPurchase(reader, { terms, reader: recipient ?? payer, payer }),
  });
  const { buy, state, problem } = usePurchase({ view, offer, payer });
  const lines = useTermLines(view, offer);

  if (state === "done") {
    return (
      <div role="status" className="grid gap-4">
        <Notice tone="good" title={gift ? t("market.given") : t("market.bought")}>
          {t("market.boughtText")}
        </Notice>
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={props.onClose}>{t("common.close")}</Button>
          {gift ? null : (
            <Link href={`/library/0x${view.id.toString(16).padStart(64, "0")}`} className={buttonClass("primary")}>
              {t("market.read")}
            </Link>
          )}
        </div>
      </div>
    );
  }

  const free = terms.price === 0n;
  const refused = preview.data?.refused;
  const poor = preview.data !== undefined && !preview.data.affordable;
  const blocked = !recipient || refused !== undefined || poor || preview.isPending;
  const start = (payment: Payment) => {
    if (!recipient) return;
    void buy(recipient, payment).finally(() => refreshSoon(queries));
  };
  const until = preview.data?.after?.until;

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
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={gift} onChange={(event) => setGift(event.target.checked)} className="size-4 accent-brand" />
        {t("market.gift")}
      </label>
      {gift ? (
        <TextField
          label={t("market.giftTo")}
          placeholder="0x…"
          value={to}
          onChange={(event) => setTo(event.target.value)}
          error={to && !validTo ? t("common.badAddress") : undefined}
          spellCheck={false}
        />
      ) : null}
      <QueryState query={preview}>
        <p className="text-sm text-muted">{t("common.loading")}…</p>
      </QueryState>
      {refused ? (
        <Notice tone="warn" role="alert">
          {say({ code: refused, values: { reader: "", maxSales: String(terms.maxSales), max: "63", seller: "" } })}
        </Notice>
      ) : null}
      {poor ? (
        <Notice tone="warn" role="alert">
          {t("market.poor")} <Amount value={preview.data?.balance ?? 0n} token={terms.token} />
        </Notice>
      ) : null}
      {until !== undefined && !refused ? (
        <p className="text-sm">
          {t("market.after")} <strong>{until === forever ? t("common.forever") : formatTime(until, locale)}</strong>
        </p>
      ) : null}
      {free ? null : (
        <div className="rounded-xl border border-wood bg-wood-soft p-4 text-sm">
          <p className="font-semibold">{t("market.whatYouSign")}</p>
          <p className="mt-1">
            {t("market.whatYouSignText")} <Amount value={terms.price} token={terms.token} className="font-semibold" />,{" "}
            {t("market.toMarket")} <AddressText plain address={market} />, {t("market.forOffer")}{" "}
            <span className="font-mono text-[0.86em]">{offer.id.slice(0, 10)}…</span>. {t("market.signNoMore")}
          </p>
        </div>
      )}
      {problem ? (
        <Notice tone="bad" role="alert">
          {say(problem)}
        </Notice>
      ) : null}
      <p role="status" className="text-sm text-muted empty:hidden">
        {state === "signing" ? t("market.signing") : state === "sending" ? t("market.sending") : ""}
      </p>
      <div className="flex flex-wrap justify-end gap-3">
        {free ? (
          <Button look="primary" busy={state !== "idle"} disabled={blocked} onClick={() => start("transaction")}>
            {t("market.take")}
          </Button>
        ) : (
          <>
            <Button busy={state !== "idle"} disabled={blocked} onClick={() => start("transaction")}>
              {t("market.payByTransaction")}
            </Button>
            <Button look="primary" busy={state !== "idle"} disabled={blocked} onClick={() => start("signature")}>
              {t("market.payBySignature")}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
