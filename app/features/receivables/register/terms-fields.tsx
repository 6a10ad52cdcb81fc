"use client";

import { AccountField } from "@/components/account-field";
import { AmountField, TokenField } from "@/components/money-field";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { type Draft, type DraftField, plainOf } from "./draft";

export function TermsFields(props: { draft: Draft; onChange: (draft: Draft) => void; wrong: readonly DraftField[] }) {
  const { t } = useLanguage();
  const { draft, onChange, wrong } = props;
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const fault = (field: DraftField) => (wrong.includes(field) ? t(`receivables.wrong_${field}`) : undefined);
  const plain = plainOf(draft.number);
  return (
    <>
      <AccountField
        label={t("receivables.debtor")}
        value={draft.debtor}
        hint={t("receivables.debtorHint")}
        error={fault("debtor")}
        onChange={(debtor) => set({ debtor })}
      />
      <TextField
        label={t("receivables.invoiceNumber")}
        value={draft.number}
        maxLength={80}
        {...(plain ? { hint: t("receivables.numberHint", { plain }) } : {})}
        error={fault("number")}
        onChange={(event) => set({ number: event.target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TokenField value={draft.token} onChange={(token) => set({ token })} />
        <AmountField
          label={t("receivables.amount")}
          value={draft.amount}
          token={draft.token}
          error={fault("amount")}
          onChange={(amount) => set({ amount })}
        />
        <TextField
          type="date"
          label={t("receivables.dueOn")}
          hint={t("receivables.dueHint")}
          value={draft.dueOn}
          error={fault("dueOn")}
          onChange={(event) => set({ dueOn: event.target.value })}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={`${t("receivables.orderNumber")} (${t("common.optional")})`}
          hint={t("receivables.orderHint")}
          value={draft.orderNumber}
          maxLength={80}
          error={fault("orderNumber")}
          onChange={(event) => set({ orderNumber: event.target.value })}
        />
        <AmountField
          label={t("receivables.orderAmount")}
          value={draft.orderAmount}
          token={draft.token}
          error={fault("orderAmount")}
          onChange={(orderAmount) => set({ orderAmount })}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField
          inputMode="decimal"
          label={t("receivables.lateBps")}
          hint={t("receivables.lateBpsHint")}
          value={draft.lateBps}
          error={fault("lateBps")}
          onChange={(event) => set({ lateBps: event.target.value })}
        />
        <TextField
          inputMode="numeric"
          label={t("receivables.graceField")}
          value={draft.graceDays}
          error={fault("graceDays")}
          onChange={(event) => set({ graceDays: event.target.value })}
        />
        <TextField
          inputMode="numeric"
          label={t("receivables.maxTierField")}
          hint={t("receivables.maxTierHint")}
          value={draft.maxTier}
          error={fault("maxTier")}
          onChange={(event) => set({ maxTier: event.target.value })}
        />
      </div>
    </>
  );
}
