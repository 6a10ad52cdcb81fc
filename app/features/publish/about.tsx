"use client";

import { Field, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { type AboutDraft, type AboutFault, aboutFaults } from "./about-draft";
import { licences } from "./licences";

export function About(props: { draft: AboutDraft; onChange: (draft: AboutDraft) => void; showFaults: boolean }) {
  const { draft } = props;
  const { t } = useLanguage();
  const faults = props.showFaults ? aboutFaults(draft) : [];
  const set = (change: Partial<AboutDraft>) => props.onChange({ ...draft, ...change });
  const fault = (name: AboutFault) =>
    faults.includes(name) ? t(`publish.fault_${name === "language" ? "title" : name}`) : undefined;
  return (
    <div className="grid gap-5">
      <TextField
        label={t("publish.name")}
        value={draft.title}
        maxLength={200}
        onChange={(event) => set({ title: event.target.value })}
        error={fault("title")}
        required
      />
      <Field label={t("publish.description")} hint={t("publish.descriptionHint")} error={fault("description")}>
        {(ids) => (
          <textarea
            {...ids}
            className="field min-h-36"
            value={draft.description}
            maxLength={20_000}
            onChange={(event) => set({ description: event.target.value })}
            required
          />
        )}
      </Field>
      <TextField
        label={`${t("publish.keywords")} (${t("common.optional")})`}
        hint={t("publish.keywordsHint")}
        value={draft.keywords}
        onChange={(event) => set({ keywords: event.target.value })}
        error={fault("keywords")}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("market.licence")} hint={t("publish.licenceHint")} error={fault("licence")}>
          {(ids) => (
            <select
              {...ids}
              className="field"
              value={draft.licence}
              onChange={(event) => set({ licence: event.target.value })}
            >
              {licences.map((licence) => (
                <option key={licence}>{licence}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("publish.language")}>
          {(ids) => (
            <select
              {...ids}
              className="field"
              value={draft.language}
              onChange={(event) => set({ language: event.target.value })}
            >
              <option value="en">English</option>
              <option value="zh">中文</option>
              <option value="mul">{t("publish.languageMany")}</option>
            </select>
          )}
        </Field>
      </div>
    </div>
  );
}
