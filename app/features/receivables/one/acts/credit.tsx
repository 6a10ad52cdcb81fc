"use client";

import { isCreditNoteSigned } from "@tallystick/sdk/instruments/receivableSignatures";
import { creditLot } from "@tallystick/sdk/instruments/receivables";
import { useState } from "react";
import { isAddressEqual } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { AreaField, SelectField } from "@/components/fields";
import { AmountField, useTyped } from "@/components/money-field";
import { Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { ActError } from "@/lib/tx/types";
import { shownNumber } from "../../shared/number";
import { ActForm } from "./act-form";
import type { ActProps } from "./act-props";
import { useLots } from "./use-lots";
import { creditNoteIn } from "./words";

/** Takes units out of the claim: of a part of the debtor's own, or with its holder's word. */
export function Credit({ receivable, account, lots, now }: ActProps) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const reader = useReader();
  const { receivables } = useContracts();
  const { token, unit } = receivable;
  const money = useMoney(token);
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState("");
  const [word, setWord] = useState("");
  const amount = useTyped(text, token);
  const note = creditNoteIn(word);
  const isKnown = !note || lots.some(({ id }) => id === note.lot);
  const named = useLots(receivable.id, isKnown ? [] : [note.lot], now);
  const parts = [...named, ...lots];
  const lot = parts.find(({ id }) => String(id) === (chosen ?? String(note?.lot))) ?? parts[0];
  if (!lot?.holder) return null;
  const { holder } = lot;
  const isOwn = isAddressEqual(holder, account);
  const units = amount !== undefined && amount % unit === 0n ? Number(amount / unit) : undefined;
  const fits = note?.lot === lot.id && note.version === lot.version && note.units === units;
  const credit = async () => {
    if (!isOwn && !(note && (await isCreditNoteSigned(reader, holder, note)))) {
      throw new ActError({ code: "Receivables_NotSigned", values: { signer: shortAddress(holder), digest: "" } });
    }
    return {
      title: { key: "tx.creditReceivable", values: { number: shownNumber(receivable.number) } } as const,
      calls: [creditLot(receivables, receivable, lot.inner, units ?? 0, isOwn ? undefined : note)],
    };
  };
  return (
    <ActForm
      lead={t("receivables.does_credit")}
      button={t("receivables.act_credit")}
      disabled={!units || units > lot.units || !(isOwn || fits)}
      make={credit}
    >
      <SelectField
        label={t("receivables.creditPart")}
        value={String(lot.id)}
        options={parts.map((each) => ({
          value: String(each.id),
          label: `${nameOf(each.holder ?? "") ?? shortAddress(each.holder ?? "")}: ${money(BigInt(each.units) * unit)}`,
        }))}
        onChange={setChosen}
      />
      <AmountField label={t("receivables.creditAmount")} value={text} token={token} onChange={setText} />
      {amount !== undefined && amount % unit !== 0n ? (
        <Notice tone="warn">{t("receivables.shares_notUnits", { unit: money(unit) })}</Notice>
      ) : null}
      {isOwn ? null : (
        <>
          <p className="text-sm">{t("receivables.creditNeedsSignature")}</p>
          <AreaField
            label={t("receivables.holderWord")}
            hint={t("receivables.holderWordHint")}
            error={word.trim() !== "" && !fits ? t("receivables.badWord") : undefined}
            className="font-mono text-xs"
            value={word}
            onChange={(event) => setWord(event.target.value)}
          />
        </>
      )}
    </ActForm>
  );
}
