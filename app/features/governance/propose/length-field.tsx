"use client";

import { SelectField } from "@/components/fields";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { lengthUnits, splitLength } from "./typed";

/** A length of time: a number and its unit. */
export function LengthField(props: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  hint?: string;
  error?: string | undefined;
}) {
  const { t } = useLanguage();
  const { number, unit } = splitLength(props.value);
  return (
    <div className="grid items-start gap-3 sm:grid-cols-[1fr_10rem]">
      <TextField
        label={props.label}
        inputMode="numeric"
        value={number}
        onChange={(event) => props.onChange(`${event.target.value.replace(/\s/g, "")} ${unit}`)}
        error={props.error}
        {...(props.hint ? { hint: props.hint } : {})}
      />
      <SelectField
        label={t("proposing.unit")}
        value={unit}
        options={lengthUnits.map((each) => ({ value: each, label: t(`proposing.units.${each}`) }))}
        onChange={(next) => props.onChange(`${number} ${next}`)}
      />
    </div>
  );
}
