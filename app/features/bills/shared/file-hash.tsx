"use client";

import { documentHash } from "@tallystick/sdk/instruments/terms";
import { useId } from "react";
import type { Hex } from "viem";
import { Digest } from "@/components/digest";
import { ProblemNotice } from "@/components/problem-notice";
import { useLanguage } from "@/i18n/context";
import { useSigning } from "@/lib/use-signing";

/** A document whose hash goes on record: it stays in this browser. */
export function FileHash(props: {
  label: string;
  hint?: string;
  value: Hex | undefined;
  onChange: (hash: Hex | undefined) => void;
}) {
  const { t } = useLanguage();
  const field = useId();
  const { run, problem } = useSigning();
  const take = async (file: File | undefined) => {
    props.onChange(undefined);
    if (file) props.onChange(await run(async () => documentHash(new Uint8Array(await file.arrayBuffer()))));
  };
  return (
    <div className="grid gap-1">
      <label htmlFor={field} className="text-sm font-medium">
        {props.label}
      </label>
      <input
        id={field}
        type="file"
        className="w-full min-w-0 text-sm file:mr-3 file:min-h-8 file:rounded-lg file:border file:border-solid file:border-line-strong file:bg-surface file:px-2.5 file:font-medium"
        aria-describedby={`${field}-note`}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      {props.value ? <Digest value={props.value} /> : null}
      <p id={`${field}-note`} className="text-sm text-muted">
        {props.hint ?? t("bills.fileStays")}
      </p>
      <ProblemNotice problem={problem} />
    </div>
  );
}
