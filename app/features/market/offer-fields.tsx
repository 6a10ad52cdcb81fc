"use client";

import { useId } from "react";
import { CheckField, ChoiceField, SelectField } from "@/components/fields";
import { TokenField, useTokenDecimals } from "@/components/money-field";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { type DraftFault, draftFaults, modeOf, modes, type OfferDraft, withMode } from "./offer-draft";
import { PolicyFields } from "./policy-fields";
import { purposeKey, purposes } from "./purposes";

/** The fields of an offer, for the publish wizard and for a data set's owner. */
export function OfferFields(props: {
  draft: OfferDraft;
  onChange: (draft: OfferDraft) => void;
  files: readonly string[];
  showFaults: boolean;
  /** Whether the data set is, or will be, a record. */
  record?: boolean;
}) {
  const { draft, files } = props;
  const { t } = useLanguage();
  const name = useId();
  const faults = props.showFaults ? draftFaults(draft) : [];
  const set = (change: Partial<OfferDraft>) => props.onChange({ ...draft, ...change });
  useTokenDecimals(draft, (decimals) => set({ decimals }));
  const fault = (name: DraftFault, text: string) => (faults.includes(name) ? text : undefined);
  const checked = (i: number) => draft.files === undefined || draft.files.includes(i);
  const toggle = (i: number) => {
    const now = files.map((_, j) => j).filter((j) => (j === i ? !checked(j) : checked(j)));
    set({ files: now.length === files.length ? undefined : now });
  };

  return (
    <div className="grid gap-5">
      <ChoiceField
        legend={t("publish.mode")}
        name={name}
        value={modeOf(draft)}
        options={modes.map((mode) => ({
          value: mode,
          label: t(`publish.mode_${mode}`),
          hint: t(`publish.mode_${mode}Hint`),
        }))}
        onChange={(mode) => props.onChange(withMode(draft, mode))}
      />
      {draft.free ? null : (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t("publish.amount")}
            inputMode="decimal"
            value={draft.price}
            onChange={(event) => set({ price: event.target.value })}
            error={fault("price", t("common.badAmount", { decimals: draft.decimals ?? "…" }))}
          />
          <TokenField value={draft.token} onChange={(token) => set({ token, decimals: undefined })} />
        </div>
      )}
      {draft.free ? (
        <CheckField label={t("publish.forever")} checked={draft.forever} onChange={(forever) => set({ forever })} />
      ) : null}
      <div className="grid gap-3 sm:grid-cols-2">
        {draft.forever ? null : (
          <TextField
            label={t("publish.days")}
            inputMode="numeric"
            value={draft.days}
            onChange={(event) => set({ days: event.target.value })}
            error={fault("days", t("publish.badNumber"))}
          />
        )}
        {draft.free ? null : (
          <TextField
            label={t("publish.refundDays")}
            hint={t("publish.refundHint")}
            inputMode="numeric"
            value={draft.refundDays}
            onChange={(event) => set({ refundDays: event.target.value })}
            error={fault("refundDays", t("publish.badNumber"))}
          />
        )}
      </div>
      {files.length > 1 ? (
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-sm font-medium">{t("publish.whichFiles")}</legend>
          {files.map((name, i) => (
            <CheckField
              key={name}
              label={<span className="break-all">{name}</span>}
              checked={checked(i)}
              onChange={() => toggle(i)}
            />
          ))}
          {faults.includes("files") ? <p className="text-sm text-danger">{t("publish.noFileChosen")}</p> : null}
        </fieldset>
      ) : null}
      <details>
        <summary className="font-medium">{t("publish.more")}</summary>
        <div className="mt-4 grid gap-4">
          <CheckField
            label={t("publish.laterVersions")}
            checked={draft.laterVersions}
            onChange={(laterVersions) => set({ laterVersions })}
          />
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              label={t("publish.maxSales")}
              hint={t("publish.maxSalesHint")}
              inputMode="numeric"
              value={draft.maxSales}
              onChange={(event) => set({ maxSales: event.target.value })}
              error={fault("maxSales", t("publish.badNumber"))}
            />
            <SelectField
              label={t("publish.purpose")}
              value={draft.purpose}
              options={purposes.map((_, code) => ({ value: code, label: t(purposeKey(code)) }))}
              onChange={(purpose) => set({ purpose })}
            />
          </div>
        </div>
      </details>
      <PolicyFields
        draft={draft.policy}
        onChange={(policy) => set({ policy })}
        showFaults={props.showFaults}
        record={props.record ?? false}
      />
    </div>
  );
}
