"use client";

import { useEffect } from "react";
import type { Address } from "viem";
import { SelectField } from "@/components/fields";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { parseAmount } from "@/lib/format";
import { printable } from "@/lib/printable";
import { useContracts } from "@/lib/reader";
import { useToken } from "./amount";

/** The tokens a page offers to pay in: the play money of local chains. */
export function useTokens(): readonly { readonly value: Address; readonly label: string }[] {
  const { eurx, usdx } = useContracts();
  return [
    { value: eurx, label: "EURX" },
    { value: usdx, label: "USDX" },
  ].filter((token): token is { value: Address; label: string } => token.value !== undefined);
}

export function TokenField(props: { value: Address; onChange: (token: Address) => void }) {
  const { t } = useLanguage();
  return <SelectField label={t("publish.token")} value={props.value} options={useTokens()} onChange={props.onChange} />;
}

/** Keeps the decimal places of a form's token in the form, which can be read only with them. */
export function useTokenDecimals(
  { token, decimals }: { readonly token: Address; readonly decimals: number | undefined },
  tell: (decimals: number) => void,
): void {
  const info = useToken(token);
  useEffect(() => {
    if (info && info.decimals !== decimals) tell(info.decimals);
  });
}

/** What a person typed as an amount of a token, in base units; undefined while it is none. */
export function useTyped(text: string, token: Address | undefined): bigint | undefined {
  const info = useToken(token);
  return info ? parseAmount(text, info.decimals) : undefined;
}

/** An amount of a token; says what is wrong once something was typed. */
export function AmountField(props: {
  label: string;
  value: string;
  token: Address | undefined;
  onChange: (text: string) => void;
  hint?: string;
  error?: string | undefined;
}) {
  const { t } = useLanguage();
  const info = useToken(props.token);
  const typed = useTyped(props.value, props.token);
  const bad = props.value !== "" && info && typed === undefined;
  return (
    <TextField
      label={info ? `${props.label} (${printable(info.symbol.slice(0, 12))})` : props.label}
      inputMode="decimal"
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      error={bad ? t("common.badAmount", { decimals: info.decimals }) : props.error}
      {...(props.hint ? { hint: props.hint } : {})}
    />
  );
}
