"use client";

import { useId } from "react";
import { type Address, isAddress } from "viem";
import { Field } from "@/components/ui";
import { usePersonas } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";

/** The account that was typed; undefined while it is none. */
export function accountIn(text: string): Address | undefined {
  const found = text.trim();
  return isAddress(found, { strict: false }) ? (found as Address) : undefined;
}

/** An account, with the personas of local chains as suggestions. */
export function AccountField(props: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
}) {
  const { t } = useLanguage();
  const list = useId();
  const personas = usePersonas();
  const error = props.value && !accountIn(props.value) ? t("common.badAddress") : props.error;
  return (
    <Field label={props.label} hint={props.hint} error={error}>
      {(ids) => (
        <>
          <input
            {...ids}
            className="field font-mono text-sm"
            placeholder="0x…"
            spellCheck={false}
            autoComplete="off"
            list={personas.length > 0 ? list : undefined}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
          />
          {personas.length > 0 ? (
            <datalist id={list}>
              {personas.map(({ id, name, address }) => (
                <option key={id} value={address}>
                  {name}
                </option>
              ))}
            </datalist>
          ) : null}
        </>
      )}
    </Field>
  );
}

/** An account by its persona's name where it has one. */
export function useNameOf(): (account: string) => string | undefined {
  const personas = usePersonas();
  return (account) => personas.find(({ address }) => address.toLowerCase() === account.toLowerCase())?.name;
}
