"use client";

import { useId } from "react";
import { AreaField, CheckField } from "@/components/fields";
import { Notice, TextField } from "@/components/ui";
import { credentialNames } from "@/features/identity/credential-types";
import { useLanguage } from "@/i18n/context";
import { type RecordDraft, type RecordFault, recordFaults } from "./record-draft";

/** Who must consent before anybody reads, and who may break the glass. */
export function RecordFields(props: {
  draft: RecordDraft;
  onChange: (draft: RecordDraft) => void;
  showFaults: boolean;
}) {
  const { draft } = props;
  const { t } = useLanguage();
  const list = useId();
  const faults = props.showFaults ? recordFaults(draft) : [];
  const set = (change: Partial<RecordDraft>) => props.onChange({ ...draft, ...change });
  const fault = (name: RecordFault) => (faults.includes(name) ? t(`record.fault_${name}`) : undefined);
  return (
    <div className="grid gap-4">
      <Notice tone="warn">{t("record.forEver")}</Notice>
      <AreaField
        label={t("record.holders")}
        hint={t("record.holdersHint")}
        className="font-mono text-xs"
        spellCheck={false}
        value={draft.holders}
        error={fault("holders")}
        onChange={(event) => set({ holders: event.target.value })}
      />
      <div className="grid gap-3 sm:grid-cols-3">
        <TextField
          label={t("record.threshold")}
          inputMode="numeric"
          value={draft.threshold}
          error={fault("threshold")}
          onChange={(event) => set({ threshold: event.target.value })}
        />
        <TextField
          label={`${t("record.emergency")} (${t("common.optional")})`}
          hint={t("record.emergencyHint")}
          list={list}
          value={draft.emergency}
          onChange={(event) => set({ emergency: event.target.value })}
        />
        <datalist id={list}>
          {credentialNames.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {draft.emergency.trim() === "" ? null : (
          <TextField
            label={t("record.hours")}
            inputMode="numeric"
            value={draft.hours}
            error={fault("hours")}
            onChange={(event) => set({ hours: event.target.value })}
          />
        )}
      </div>
      <CheckField
        label={t("record.alsoRight")}
        hint={t("record.alsoRightHint")}
        checked={draft.alsoRight}
        onChange={(alsoRight) => set({ alsoRight })}
      />
    </div>
  );
}
