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
      options={ways.map((value) => ({ value, label: t(`swaps.way_${value}`), hint: t(hintOf(value, ways)) }))}
      onChange={props.onChange}
    />
  );
}

/** Of a single token no sum is allowed, but that token. */
function hintOf(way: Way, ways: readonly Way[]) {
  return way === "allowance" && ways.includes("sent")
    ? "swaps.wayHint_allowanceItem"
    : (`swaps.wayHint_${way}` as const);
}
