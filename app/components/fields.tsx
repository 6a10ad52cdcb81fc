"use client";

import type { ReactNode, TextareaHTMLAttributes } from "react";
import { Field } from "./ui";

/** A box to tick, with its words beside it. */
export function CheckField(props: {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: string | undefined;
  disabled?: boolean;
}) {
  return (
    <label className="flex items-start gap-2">
      <input
        type="checkbox"
        className="mt-1 size-4 shrink-0 accent-brand"
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <span className="min-w-0 flex-1">
        {props.label}
        {props.hint ? <span className="block text-sm text-muted">{props.hint}</span> : null}
      </span>
    </label>
  );
}

/** One of several values, each with its words. */
export function SelectField<T extends string | number>(props: {
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[];
  onChange: (value: T) => void;
  hint?: string | undefined;
  error?: string | undefined;
}) {
  const { label, value, options, hint, error } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <select
          {...ids}
          className="field"
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => String(option.value) === event.target.value);
            if (chosen) props.onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Text of several lines. */
export function AreaField(
  props: TextareaHTMLAttributes<HTMLTextAreaElement> & {
    label: string;
    hint?: string | undefined;
    error?: string | undefined;
  },
) {
  const { label, hint, error, className = "", ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <textarea {...ids} {...rest} className={`field min-h-28 ${className}`} />}
    </Field>
  );
}

/** One of a few, all of them seen at once. */
export function ChoiceField<T extends string>(props: {
  legend: string;
  value: T;
  options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  onChange: (value: T) => void;
  name: string;
}) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">{props.legend}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {props.options.map(({ value, label, hint }) => (
          <label
            key={value}
            className="flex items-start gap-2.5 rounded-xl border border-line-strong bg-surface px-3 py-2.5 has-checked:border-brand has-checked:bg-brand-soft has-focus-visible:outline-2 has-focus-visible:outline-brand"
          >
            <input
              type="radio"
              name={props.name}
              className="mt-1 size-4 shrink-0 accent-brand"
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            <span className="min-w-0">
              <span className="font-medium">{label}</span>
              {hint ? <span className="block text-sm text-muted">{hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
