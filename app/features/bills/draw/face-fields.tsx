"use client";

import type { Rules } from "@tallystick/sdk/bills/rules";
import { billClauses, type TenorName, tenors } from "@tallystick/sdk/bills/words";
import { useId } from "react";
import { AccountField } from "@/components/account-field";
import { CheckField, ChoiceField, SelectField } from "@/components/fields";
import { AmountField, TokenField } from "@/components/money-field";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { Draft, DraftField } from "./draft";
import { DueDayNote } from "./due-day-note";

export function FaceFields(props: {
  draft: Draft;
  onChange: (draft: Draft) => void;
  wrong: readonly DraftField[];
  rules: readonly Rules[];
  now: number;
  /** Drawee and payee stand, and are not among the fields. */
  areFixed: boolean;
}) {
  const { t, locale } = useLanguage();
  const name = useId();
  const { draft, onChange, wrong, rules } = props;
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const fault = (field: DraftField) => (wrong.includes(field) ? t(`bills.wrong_${field}`) : undefined);
  const law = rules.find(({ id }) => id === draft.rules);
  const percent = (bps: number) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(bps / 10_000);
  return (
    <>
      <fieldset className="card grid gap-4 p-5">
        <legend className="sr-only">{t("bills.parties")}</legend>
        {props.areFixed ? null : (
          <>
            <AccountField
              label={t("bills.drawee")}
              hint={t("bills.draweeHint")}
              value={draft.drawee}
              error={fault("drawee")}
              onChange={(drawee) => set({ drawee })}
            />
            <AccountField
              label={t("bills.payee")}
              hint={t("bills.payeeHint")}
              value={draft.payee}
              error={fault("payee")}
              onChange={(payee) => set({ payee })}
            />
          </>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <TokenField value={draft.token} onChange={(token) => set({ token })} />
          <AmountField
            label={t("bills.sum")}
            value={draft.amount}
            token={draft.token}
            error={fault("amount")}
            onChange={(amount) => set({ amount })}
          />
        </div>
        <CheckField
          label={t("bills.divisible")}
          hint={t("bills.divisibleHint")}
          checked={draft.isDivisible}
          onChange={(isDivisible) => set({ isDivisible })}
        />
      </fieldset>
      <div className="card grid gap-4 p-5">
        <ChoiceField<TenorName>
          legend={t("bills.tenor")}
          name={name}
          value={draft.tenor}
          options={tenors.map((value) => ({
            value,
            label: t(`bills.tenor_${value}`),
            hint: t(`bills.tenorHint_${value}`),
          }))}
          onChange={(tenor) => set({ tenor })}
        />
        {draft.tenor === "fixedDay" ? (
          <TextField
            type="date"
            label={t("bills.dueDay")}
            value={draft.dueOn}
            error={fault("dueOn")}
            onChange={(event) => set({ dueOn: event.target.value })}
          />
        ) : draft.tenor === "atSight" ? null : (
          <TextField
            inputMode="numeric"
            label={t("bills.days")}
            value={draft.days}
            error={fault("days")}
            onChange={(event) => set({ days: event.target.value })}
          />
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t("bills.drawnAt")}
            hint={t("bills.placeHint")}
            value={draft.drawnAt}
            error={fault("drawnAt")}
            onChange={(event) => set({ drawnAt: event.target.value })}
          />
          <TextField
            label={t("bills.payableAt")}
            hint={t("bills.placeHint")}
            value={draft.payableAt}
            error={fault("payableAt")}
            onChange={(event) => set({ payableAt: event.target.value })}
          />
        </div>
        <DueDayNote draft={draft} now={props.now} onMove={(dueOn) => set({ tenor: "fixedDay", dueOn })} />
      </div>
      <div className="card grid gap-4 p-5">
        <SelectField
          label={t("bills.law")}
          value={draft.rules}
          options={rules.map(({ id, name: value }) => ({ value: id, label: lawName(value) }))}
          onChange={(id) => set({ rules: id })}
        />
        {law ? (
          <ul className="grid list-disc gap-1 pl-5 text-sm text-muted">
            <li>{t("bills.law_acceptance", { n: law.acceptanceDays })}</li>
            <li>{t("bills.law_presentment", { n: law.presentmentDays })}</li>
            <li>{t("bills.law_protest", { n: law.protestDays, notice: law.noticeDays })}</li>
            <li>{t("bills.law_interest", { interest: percent(law.interestBps), costs: percent(law.costsBps) })}</li>
            <li>
              {t("bills.law_bars", { acceptor: law.acceptorDays, prior: law.priorDays, endorser: law.endorserDays })}
            </li>
            <li>{t(law.permits.includes("inBlank") ? "bills.law_blank" : "bills.law_noBlank")}</li>
            <li>{t(law.permits.includes("partAcceptance") ? "bills.law_part" : "bills.law_noPart")}</li>
          </ul>
        ) : null}
        <fieldset className="grid gap-3">
          <legend className="mb-2 text-sm font-medium">{t("bills.clauses")}</legend>
          {billClauses.map((clause) => (
            <CheckField
              key={clause}
              label={t(`bills.clause_${clause}`)}
              hint={t(`bills.clauseHint_${clause}`)}
              checked={draft.clauses.includes(clause)}
              onChange={(isOn) =>
                set({ clauses: billClauses.filter((each) => (each === clause ? isOn : draft.clauses.includes(each))) })
              }
            />
          ))}
        </fieldset>
        <TextField
          type="date"
          label={`${t("bills.presentBy")} (${t("common.optional")})`}
          hint={t("bills.presentByHint")}
          value={draft.presentBy}
          error={fault("presentBy")}
          onChange={(event) => set({ presentBy: event.target.value })}
        />
        <AccountField
          label={`${t("bills.court")} (${t("common.optional")})`}
          hint={t("bills.courtHint")}
          value={draft.court}
          error={fault("court")}
          onChange={(court) => set({ court })}
        />
      </div>
    </>
  );
}

/** The laws that are there from the beginning, by their names; others as they are called on the chain. */
function lawName(name: string): string {
  const full: Readonly<Record<string, string>> = {
    ULB: "ULB: Geneva Uniform Law 1930 · 日内瓦统一汇票本票法",
    BEA: "BEA: UK Bills of Exchange Act 1882 · 英国票据法",
    NIL: "NIL: PRC Negotiable Instruments Law · 中华人民共和国票据法",
  };
  return full[name] ?? name;
}
