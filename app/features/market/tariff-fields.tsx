"use client";

import { CheckField } from "@/components/fields";
import { TokenField, useTokenDecimals } from "@/components/money-field";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { type TariffDraft, tariffFaults } from "./tariff-draft";

export function TariffFields(props: {
  draft: TariffDraft;
  onChange: (draft: TariffDraft) => void;
  showFaults: boolean;
}) {
  const { draft } = props;
  const { t } = useLanguage();
  const faults = props.showFaults ? tariffFaults(draft) : [];
  const set = (change: Partial<TariffDraft>) => props.onChange({ ...draft, ...change });
  useTokenDecimals(draft, (decimals) => set({ decimals }));
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t("tariff.price")}
          inputMode="decimal"
          value={draft.price}
          onChange={(event) => set({ price: event.target.value })}
          error={faults.includes("price") ? t("common.badAmount", { decimals: draft.decimals ?? "…" }) : undefined}
        />
        <TokenField value={draft.token} onChange={(token) => set({ token, decimals: undefined })} />
        <TextField
          label={t("tariff.days")}
          inputMode="numeric"
          value={draft.days}
          onChange={(event) => set({ days: event.target.value })}
          error={faults.includes("days") ? t("tariff.badDays") : undefined}
        />
      </div>
      <CheckField
        label={t("publish.laterVersions")}
        checked={draft.laterVersions}
        onChange={(laterVersions) => set({ laterVersions })}
      />
    </div>
  );
}
