"use client";

import { approve } from "@tallystick/sdk/market/buying";
import { deskOf, randomNonce } from "@tallystick/sdk/market/deskDomain";
import { type Mandate, mandateTypedData } from "@tallystick/sdk/market/mandates";
import { offerId, type Terms } from "@tallystick/sdk/market/terms";
import { allowanceOf } from "@tallystick/sdk/market/token";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { ChoiceField } from "@/components/fields";
import { AmountField, useTyped } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { SignedWords } from "@/components/signed-words";
import { Button, TextField } from "@/components/ui";
import type { DatasetView } from "@/features/market/use-dataset";
import { useLanguage } from "@/i18n/context";
import { formatDate } from "@/lib/format";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useAct } from "@/lib/tx/use-act";
import { useSigning } from "@/lib/use-signing";
import { keepMandate } from "./mandate-store";

const day = 86_400;

/** "Renew for me, up to so much, until then": one signature, which anybody may act on within its bounds. */
export function MandateForm(props: { view: DatasetView; terms: Terms; account: Address; onDone: () => void }) {
  const { view, terms, account } = props;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { market } = useContracts();
  const sign = useSign();
  const act = useAct();
  const queries = useQueryClient();
  const money = useMoney(terms.token);
  const { run, busy, problem } = useSigning();
  const [text, setText] = useState("");
  const [days, setDays] = useState("365");
  const [source, setSource] = useState<"allowance" | "balance">("allowance");
  const cap = useTyped(text, terms.token);
  const goodDays = /^[1-9]\d{0,3}$/.test(days);
  const tooSmall = cap !== undefined && cap < terms.price;
  const until = Math.floor(Date.now() / 1000) + (goodDays ? Number(days) * day : 0);

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      if (!cap || tooSmall || !goodDays) return;
      const { chainId, desk } = deskOf(reader);
      const { timestamp } = await reader.client.getBlock();
      const mandate: Mandate = {
        offer: offerId(chainId, market, terms),
        payer: account,
        reader: account,
        cap,
        lead: day,
        fromBalance: source === "balance",
        nonce: randomNonce(),
        deadline: Number(timestamp) + Number(days) * day,
      };
      const signature = await sign(mandateTypedData(chainId, desk, mandate));
      await keepMandate({ chainId, terms, title: view.title, mandate, signature });
      if (source === "allowance" && (await allowanceOf(reader, terms.token, account, market)) < cap) {
        await act({ title: { key: "tx.allowMandate" }, calls: [approve(terms.token, market, cap)] });
      }
      await queries.invalidateQueries({ queryKey: ["mandates"] });
      props.onDone();
    });
  }

  return (
    <form onSubmit={submit} aria-label={t("deeds.mandate")} className="mt-4 grid gap-4 border-t border-line pt-4">
      <p className="max-w-2xl text-sm text-muted">{t("deeds.mandateLead")}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <AmountField
          label={t("deeds.cap")}
          value={text}
          token={terms.token}
          onChange={setText}
          error={tooSmall ? t("deeds.capTooSmall", { price: money(terms.price) }) : undefined}
        />
        <TextField
          label={t("market.grantDays")}
          inputMode="numeric"
          value={days}
          onChange={(event) => setDays(event.target.value)}
          error={goodDays ? undefined : t("publish.badNumber")}
        />
      </div>
      <ChoiceField
        legend={t("deeds.source")}
        name="source"
        value={source}
        onChange={setSource}
        options={(["allowance", "balance"] as const).map((value) => ({
          value,
          label: t(`deeds.source_${value}`),
          hint: t(`deeds.sourceHint_${value}`),
        }))}
      />
      <SignedWords>
        {t("deeds.signsMandate", { cap: money(cap ?? 0n), price: money(terms.price), time: formatDate(until, locale) })}
      </SignedWords>
      <ProblemNotice problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy} disabled={!cap || tooSmall || !goodDays}>
          {t("deeds.mandateSign")}
        </Button>
      </div>
    </form>
  );
}
