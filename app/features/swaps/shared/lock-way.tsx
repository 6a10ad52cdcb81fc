"use client";

import { ChoiceField } from "@/components/fields";
import { useLanguage } from "@/i18n/context";
import type { Way } from "./use-locking";

/** How what is locked gets to the contract, where there is a choice. */
export function LockWay(props: {
  ways: readonly Way[];
  way: Way | undefined;
  onChange: (way: Way) => void;
  name: string;
}) {
  const { t } = useLanguage();
  const { ways, way } = props;
  if (!way || ways.length < 2) return null;
  return (
    <ChoiceField<Way>
      legend={t("swaps.way")}
      name={props.name}
      value={way}
      options={ways.map((value) => ({ value, label: t(`swaps.way_${value}`), hint: t(`swaps.wayHint_${value}`) }))}
      onChange={props.onChange}
    />
  );
}
