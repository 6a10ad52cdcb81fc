"use client";

import type { ButtonHTMLAttributes, InputHTMLAttributes, ReactNode } from "react";
import { useId } from "react";

const looks = {
  primary: "bg-brand text-on-brand hover:bg-brand-strong border-transparent",
  secondary: "bg-surface text-ink border-line-strong hover:border-ink",
  quiet: "bg-transparent text-ink border-transparent hover:bg-sunken",
  danger: "bg-surface text-danger border-danger hover:bg-danger-soft",
} as const;

export type Look = keyof typeof looks;

export function buttonClass(look: Look = "secondary", small = false): string {
  const size = small ? "min-h-8 px-2.5 text-sm" : "min-h-10 px-4";
  return `inline-flex items-center justify-center gap-2 rounded-lg border font-medium transition-colors disabled:opacity-60 disabled:cursor-not-allowed ${size} ${looks[look]}`;
}

export function Button(
  props: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look; small?: boolean; busy?: boolean },
) {
  const { look, small, busy, className = "", children, disabled, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={`${buttonClass(look, small)} ${className}`}
    >
      {busy ? <Spinner /> : null}
      {children}
    </button>
  );
}

export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-4 animate-spin rounded-full border-2 border-current border-r-transparent opacity-80"
    />
  );
}

const tones = {
  info: "border-line bg-surface",
  good: "border-brand bg-brand-soft",
  warn: "border-wood bg-wood-soft",
  bad: "border-danger bg-danger-soft",
} as const;

/** A message in the page. `role` alert only where it appears in answer to something the person did. */
export function Notice(props: {
  tone?: keyof typeof tones;
  title?: string;
  children?: ReactNode;
  role?: "alert" | "status";
  className?: string;
}) {
  return (
    <div
      role={props.role}
      className={`rounded-xl border-l-4 border px-4 py-3 ${tones[props.tone ?? "info"]} ${props.className ?? ""}`}
    >
      {props.title ? <p className="font-semibold">{props.title}</p> : null}
      {props.children ? <div className="text-[0.925rem]">{props.children}</div> : null}
    </div>
  );
}

/** A labelled control, with its hint and its error tied to it. */
export function Field(props: {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: (ids: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean }) => ReactNode;
}) {
  const id = useId();
  const note = props.error ?? props.hint;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {props.label}
      </label>
      {props.children({
        id,
        "aria-describedby": note ? `${id}-note` : undefined,
        "aria-invalid": Boolean(props.error),
      })}
      {note ? (
        <p id={`${id}-note`} className={`text-sm ${props.error ? "text-danger" : "text-muted"}`}>
          {note}
        </p>
      ) : null}
    </div>
  );
}

export function TextField(
  props: InputHTMLAttributes<HTMLInputElement> & { label: string; hint?: string; error?: string | undefined },
) {
  const { label, hint, error, className = "", ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <input {...ids} {...rest} className={`field ${className}`} />}
    </Field>
  );
}

export function Badge(props: { tone?: "plain" | "brand" | "wood" | "danger"; children: ReactNode }) {
  const colours = {
    plain: "border-line-strong text-muted",
    brand: "border-brand text-brand bg-brand-soft",
    wood: "border-wood text-wood-ink bg-wood-soft",
    danger: "border-danger text-danger bg-danger-soft",
  } as const;
  return (
    <span
      className={`inline-flex items-center rounded-full border px-2 text-xs leading-5 font-medium ${colours[props.tone ?? "plain"]}`}
    >
      {props.children}
    </span>
  );
}

/** Name and value pairs. */
export function Facts(props: { rows: readonly (readonly [string, ReactNode])[]; className?: string }) {
  return (
    <dl className={`grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr] ${props.className ?? ""}`}>
      {props.rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-sm text-muted sm:pt-px">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function PageTitle(props: { title: string; lead?: string; children?: ReactNode }) {
  return (
    <div className="mb-8 flex flex-wrap items-end justify-between gap-4">
      <div className="max-w-2xl">
        <h1 className="text-3xl sm:text-4xl">{props.title}</h1>
        {props.lead ? <p className="mt-2 text-muted">{props.lead}</p> : null}
      </div>
      {props.children}
    </div>
  );
}

export function Empty(props: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-2xl border border-dashed border-line-strong px-6 py-12 text-center">
      <p className="font-semibold">{props.title}</p>
      {props.children ? <div className="mt-2 text-muted">{props.children}</div> : null}
    </div>
  );
}

export function Skeleton(props: { className?: string }) {
  return <div aria-hidden="true" className={`animate-pulse rounded-lg bg-sunken ${props.className ?? "h-6"}`} />;
}
