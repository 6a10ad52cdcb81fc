"use client";

import { versionOf } from "@tallystick/sdk/instruments/lots";
import { creditNoteTypedData, extensionTypedData } from "@tallystick/sdk/instruments/receivableSignatures";
import { endOfDay } from "@tallystick/sdk/instruments/terms";
import { useState } from "react";
import { useMoney } from "@/components/amount";
import { CopyButton } from "@/components/copy-button";
import { AreaField, SelectField } from "@/components/fields";
import { AmountField, useTyped } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";
import { useSigning } from "@/lib/use-signing";
import type { LotActProps } from "./act-props";
import { creditNoteText, extensionText } from "./words";

type What = "credit" | "extend";
const week = 7 * 86_400;

/** A holder's word for the debtor: that units are credited, or that it may be due later. It moves nothing by itself. */
export function Agree({ receivable, lot }: LotActProps) {
  const { t } = useLanguage();
  const reader = useReader();
  const sign = useSign();
  const now = useChainNow();
  const { receivables } = useContracts();
  const { run, busy, problem } = useSigning();
  const { token, unit } = receivable;
  const money = useMoney(token);
  const [what, setWhat] = useState<What>("credit");
  const [text, setText] = useState("");
  const [day, setDay] = useState("");
  const [word, setWord] = useState<string>();
  const amount = useTyped(text, token);
  const isWhole = amount !== undefined && amount > 0n && amount % unit === 0n && amount <= BigInt(lot.units) * unit;
  const { chainId } = reader.network;
  const signWord = async () => {
    const version = await versionOf(reader, lot.id);
    if (what === "credit") {
      const note = { lot: lot.id, version, units: Number((amount ?? 0n) / unit), deadline: now + week };
      return creditNoteText({ ...note, signature: await sign(creditNoteTypedData(chainId, receivables, note)) });
    }
    // All holders have to name one deadline: the new date itself is one that nobody need agree on besides.
    const dueAt = endOfDay(day);
    const extension = { lot: lot.id, version, dueAt, deadline: dueAt };
    return extensionText({ ...extension, signature: await sign(extensionTypedData(chainId, receivables, extension)) });
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setWord(undefined);
        void run(signWord).then(setWord);
      }}
    >
      <p className="text-sm text-muted">{t("receivables.agreeLead")}</p>
      <SelectField<What>
        label={t("receivables.agreeTo")}
        value={what}
        options={(["credit", "extend"] as const).map((value) => ({ value, label: t(`receivables.agree_${value}`) }))}
        onChange={setWhat}
      />
      {what === "credit" ? (
        <>
          <AmountField label={t("receivables.creditAmount")} value={text} token={token} onChange={setText} />
          {amount !== undefined && amount % unit !== 0n ? (
            <Notice tone="warn">{t("receivables.shares_notUnits", { unit: money(unit) })}</Notice>
          ) : null}
        </>
      ) : (
        <TextField
          type="date"
          label={t("receivables.newDue")}
          hint={t("receivables.dueHint")}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
      )}
      <ProblemNotice problem={problem} />
      <Button
        type="submit"
        look="primary"
        className="justify-self-start"
        busy={busy}
        disabled={what === "credit" ? !isWhole : day === ""}
      >
        {t("receivables.signWord")}
      </Button>
      {word ? (
        <div>
          <AreaField label={t("receivables.yourWord")} className="font-mono text-xs" readOnly value={word} />
          <CopyButton value={word} label={t("receivables.copyWord")} />
        </div>
      ) : null}
    </form>
  );
}
