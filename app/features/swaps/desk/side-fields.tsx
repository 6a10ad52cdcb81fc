"use client";

import { SelectField } from "@/components/fields";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useAssetWords } from "../shared/asset-words";
import { ItemFields, ItemStatus } from "./item-fields";
import type { Side } from "./quotes";
import type { SideChoice } from "./use-order-sides";

/** What is given or wanted: money, something one has, or a single token that one names. */
export function SideFields(props: {
  choice: SideChoice;
  label: string;
  error: string | undefined;
  chain: string;
  other: string;
  isTold: boolean;
}) {
  const { choice, label, error, chain, other, isTold } = props;
  const { item, isTyped, value, options, hint, choose } = choice;
  return (
    <>
      <SelectField label={label} value={value} options={options} onChange={choose} hint={hint} error={error} />
      {item && isTyped ? <ItemFields {...{ item, chain, other, isTold }} /> : null}
      {item && !isTyped ? <ItemStatus {...{ item, chain, other }} /> : null}
    </>
  );
}

/** How much of something. */
export function AmountField(props: {
  words: "swaps.giveAmount" | "swaps.wantAmount" | "swaps.minimum";
  hint?: string;
  side: Side;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const { t } = useLanguage();
  const { words, side, value, error, onChange, ...rest } = props;
  const say = useAssetWords([side]);
  return (
    <TextField
      {...rest}
      label={`${t(words)} (${say.what(side)})`}
      inputMode="decimal"
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
