"use client";

import type { Action } from "@tallystick/sdk/governance/action";
import {
  actionForms,
  actionsOfForm,
  type FormField,
  type FormId,
  type FormValue,
} from "@tallystick/sdk/governance/actionForms";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { type Address, zeroAddress } from "viem";
import { AccountField, accountIn } from "@/components/account-field";
import { useToken } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { CheckField, SelectField } from "@/components/fields";
import { useTokens } from "@/components/money-field";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { parseAmount } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { ActionForm } from "./action-form";
import { LengthField } from "./length-field";
import { secondsIn } from "./typed";

/** `type(uint40).max`: without an end. */
const forEver = 2n ** 40n - 1n;

/** A form of the SDK's, filled in by a person. */
export function FormAction(props: { id: FormId; onAdd: (actions: readonly Action[]) => void }) {
  const { t } = useLanguage();
  const network = useNetwork();
  const search = useSearchParams();
  const fields = actionForms.find(({ id }) => id === props.id)?.fields ?? [];
  const tokens = usePayable(fields);
  const [texts, setTexts] = useState(() => textsIn(search, props.id, fields, tokens));
  const token = (texts["token"] || tokens[0]?.value || zeroAddress) as Address;
  const decimals = useDecimals(token);
  const values = Object.fromEntries(
    fields.map((field) => [field.name, typedValue(field, texts[field.name] ?? "", token, decimals)]),
  );
  const isGood = Object.values(values).every((value) => value !== undefined);

  return (
    <ActionForm
      label={t(`proposing.form.${props.id}`)}
      isReady={isGood}
      make={() => actionsOfForm(network, props.id, values)}
      onAdd={props.onAdd}
    >
      <p className="text-sm text-muted">{t(`proposing.formLead.${props.id}`)}</p>
      {fields.map((field) => (
        <FieldView
          key={field.name}
          field={field}
          text={texts[field.name] ?? ""}
          tokens={tokens}
          token={token}
          isBad={texts[field.name] !== undefined && texts[field.name] !== "" && values[field.name] === undefined}
          onChange={(text) => setTexts((old) => ({ ...old, [field.name]: text }))}
        />
      ))}
    </ActionForm>
  );
}

/** What a link to this form fills in; a token only if it is one that can be chosen. */
function textsIn(
  search: Pick<URLSearchParams, "get">,
  id: FormId,
  fields: readonly FormField[],
  tokens: readonly TokenOption[],
): Readonly<Record<string, string>> {
  if (search.get("form") !== id) return {};
  const given = fields.map(({ name, kind }) => {
    const text = search.get(name) ?? "";
    const isToken = kind === "token";
    return [
      name,
      isToken ? (tokens.find(({ value }) => value.toLowerCase() === text.toLowerCase())?.value ?? "") : text,
    ];
  });
  return Object.fromEntries(given);
}

interface TokenOption {
  readonly value: Address;
  readonly label: string;
}

/** Tokens that the treasury may pay in here: ether, the DAO's own, and those of the market. */
function usePayable(fields: readonly FormField[]): readonly TokenOption[] {
  const { tallyToken } = useContracts();
  const tokens = useTokens();
  const noEther = fields.some(({ kind, noEther }) => kind === "token" && noEther);
  const ether = noEther ? [] : [{ value: zeroAddress as Address, label: "ETH" }];
  return [...tokens, { value: tallyToken, label: "TALLY" }, ...ether];
}

function useDecimals(token: Address): number | undefined {
  const info = useToken(token === zeroAddress ? undefined : token);
  return token === zeroAddress ? 18 : info?.decimals;
}

function typedValue(
  { kind }: FormField,
  text: string,
  token: Address,
  decimals: number | undefined,
): FormValue | undefined {
  switch (kind) {
    case "token":
      return token;
    case "account":
      return accountIn(text);
    case "amount":
      return decimals === undefined ? undefined : parseAmount(text, decimals);
    case "tally":
      return parseAmount(text, 18);
    case "seconds":
      return secondsIn(text);
    case "time":
      return timeIn(text);
    case "credential":
      return text.trim() || undefined;
    case "flag":
      return text === "true";
  }
}

/** The end of a day, or never where none is chosen. */
function timeIn(text: string): bigint | undefined {
  if (text === "") return forEver;
  const time = Date.parse(`${text}T23:59:59Z`);
  return Number.isNaN(time) ? undefined : BigInt(Math.floor(time / 1_000));
}

function FieldView(props: {
  field: FormField;
  text: string;
  tokens: readonly TokenOption[];
  token: Address;
  isBad: boolean;
  onChange: (text: string) => void;
}) {
  const { field, text, onChange } = props;
  const { t } = useLanguage();
  const label = t(`proposing.field.${field.name as "to"}`);
  const symbol = props.tokens.find(({ value }) => value === props.token)?.label ?? "";
  const error = props.isBad ? t("proposing.badValue") : undefined;
  switch (field.kind) {
    case "token":
      return <SelectField label={label} value={props.token} options={props.tokens} onChange={onChange} />;
    case "account":
      return <AccountField label={label} value={text} onChange={onChange} />;
    case "seconds":
      return <LengthField label={label} value={text || " days"} onChange={onChange} error={error} />;
    case "flag":
      return (
        <CheckField
          label={label}
          checked={text === "true"}
          onChange={(checked) => onChange(checked ? "true" : "false")}
        />
      );
    case "time":
      return (
        <TextField
          type="date"
          label={label}
          hint={t("proposing.noEnd")}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    default: {
      const unit = field.kind === "amount" ? symbol : field.kind === "tally" ? "TALLY" : "";
      return (
        <TextField
          label={unit ? `${label} (${unit})` : label}
          inputMode={unit ? "decimal" : "text"}
          value={text}
          error={error}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    }
  }
}
